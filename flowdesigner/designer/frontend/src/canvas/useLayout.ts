import { useReactFlow } from "@xyflow/react";
import { useCallback, useEffect } from "react";
import type { Point } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";
import { arrange, arrangeSome, placeMissing } from "./arrange";
import type { CardNode } from "./nodes";

/** Gives places to cards that came without one. */
export function usePlaces(): void {
  const session = useSession();
  const flow = useDesigner((state) => state.flow);
  useEffect(() => {
    if (!flow) return;
    const at = placeMissing(flow);
    if (Object.keys(at).length) session.edit({ op: "move", at, silent: true });
  }, [flow, session]);
}

/** Moves cards: after a drag, and by *Arrange*. */
export function useLayout() {
  const session = useSession();
  const { getNode } = useReactFlow<CardNode>();
  /** Arranges all blocks, or these among themselves, where they are. */
  const tidy = useCallback(
    (ids?: string[]) => {
      const now = session.store.state.flow;
      if (!now) return;
      const heightOf = (id: string) => getNode(id)?.measured?.height;
      session.edit({ op: "move", at: ids ? arrangeSome(now, ids, heightOf) : arrange(now, heightOf) });
    },
    [session, getNode],
  );

  const moved = useCallback(
    (nodes: CardNode[]) => {
      const layout = session.store.state.flow?.layout ?? {};
      const at: Record<string, Point> = {};
      for (const { id, position } of nodes) {
        const place: Point = [Math.round(position.x), Math.round(position.y)];
        if (place.join() !== layout[id]?.join()) at[id] = place;
      }
      if (Object.keys(at).length) session.edit({ op: "move", at });
    },
    [session],
  );
  return { tidy, moved };
}

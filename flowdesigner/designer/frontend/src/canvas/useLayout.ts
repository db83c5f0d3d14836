import { useReactFlow } from "@xyflow/react";
import { useCallback, useEffect } from "react";
import type { Point } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";
import { arrange, placeMissing } from "./arrange";
import type { CardNode } from "./nodes";

/** Moves cards: after a drag, by *Arrange*, and those that came without a place. */
export function useLayout() {
  const session = useSession();
  const { getNode } = useReactFlow<CardNode>();
  const flow = useDesigner((state) => state.flow);

  useEffect(() => {
    if (!flow) return;
    const at = placeMissing(flow);
    if (Object.keys(at).length) session.edit({ op: "move", at, silent: true });
  }, [flow, session]);

  const tidy = useCallback(() => {
    const now = session.store.state.flow;
    if (now) session.edit({ op: "move", at: arrange(now, (id) => getNode(id)?.measured?.height) });
  }, [session, getNode]);

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

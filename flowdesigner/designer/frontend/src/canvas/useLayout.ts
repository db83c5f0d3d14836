import { useReactFlow } from "@xyflow/react";
import { useCallback, useEffect } from "react";
import type { Area, Point } from "../protocol/flow";
import type { Operation } from "../protocol/operation";
import { useDesigner, useSession } from "../state/context";
import { arrange, arrangeSome, placeMissing } from "./arrange";
import type { AnyNode } from "./beside";
import { heightOf, widthOf } from "./framing";

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
  const { getNode } = useReactFlow<AnyNode>();
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
    (dragged: AnyNode[]) => {
      const layout = session.store.state.flow?.layout ?? {};
      const members = dragged.flatMap((node) => (node.type === "group" ? node.data.group.blocks : []));
      const at: Record<string, Point> = {};
      const notes: Record<string, Area> = {};
      for (const node of new Set([...dragged, ...members.map((id) => getNode(id))])) {
        const place: Point = [Math.round(node?.position.x ?? 0), Math.round(node?.position.y ?? 0)];
        if (node?.type === "card" && place.join() !== layout[node.id]?.join()) at[node.id] = place;
        if (node?.type === "note")
          notes[node.data.note.id] = [...place, widthOf(node), heightOf(node)].map(Math.round) as Area;
      }
      const ops: Operation[] = [];
      if (Object.keys(at).length) ops.push({ op: "move", at });
      if (Object.keys(notes).length) ops.push({ op: "set_notes", notes: {}, at: notes });
      const [first] = ops;
      if (first) session.edit(ops.length === 1 ? first : { op: "batch", ops });
    },
    [session, getNode],
  );
  return { tidy, moved };
}

import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback } from "react";
import type { Kind } from "../protocol/catalog";
import type { Point } from "../protocol/flow";
import { useSession } from "../state/context";
import { CARD_WIDTH } from "./nodes";
import { addition } from "./placement";

/** Adds a block of a kind: where it was dropped (a point of the screen), else after the selected one. */
export function useAddBlock(): (kind: Kind, dropped?: Point) => string | null {
  const session = useSession();
  const { screenToFlowPosition } = useReactFlow();
  const { getState } = useStoreApi();
  return useCallback(
    (kind, dropped) => {
      const { flow, selection } = session.store.state;
      if (!flow) return null;
      const place = (x: number, y: number): Point => {
        const at = screenToFlowPosition({ x, y });
        return [Math.round(at.x - CARD_WIDTH / 2), Math.round(at.y - 24)];
      };
      const box = getState().domNode?.getBoundingClientRect() ?? new DOMRect();
      const centre = place(box.left + box.width * 0.45, box.top + box.height * 0.3);
      const selected = selection.length === 1 && !dropped ? (selection[0] ?? null) : null;
      const { id, op } = addition(flow, kind, selected, centre);
      const at = dropped && place(...dropped);
      session.edit(at && op.op === "add_block" ? { ...op, at } : op);
      session.store.dispatch({ type: "revealed", block: id });
      session.store.dispatch({ type: "side", side: "block", block: id });
      return id;
    },
    [session, screenToFlowPosition, getState],
  );
}

import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback } from "react";
import type { Kind } from "../protocol/catalog";
import type { EdgeTuple, Point } from "../protocol/flow";
import { useSession } from "../state/context";
import type { Join } from "../state/state";
import { CARD_WIDTH } from "./nodes";
import { addition, additionAt, additionBetween } from "./placement";

const HEAD_MIDDLE = 24;

export interface Spot {
  /** A point of the screen; without one the block comes after the selected one. */
  at?: Point | null;
  /** The line whose loose end it takes. */
  join?: Join | undefined;
  /** The block that it comes after; else the selected one. */
  after?: string;
  /** The line that it goes into. */
  between?: EdgeTuple | undefined;
}

/** Adds a block of a kind at a spot, and opens its settings. */
export function useAddBlock(): (kind: Kind, spot?: Spot) => string | null {
  const session = useSession();
  const { screenToFlowPosition } = useReactFlow();
  const { getState } = useStoreApi();
  return useCallback(
    (kind, { at, join, between, after } = {}) => {
      const { flow, selection } = session.store.state;
      if (!flow) return null;
      const place = (x: number, y: number): Point => {
        const spot = screenToFlowPosition({ x, y });
        // A line that was led to nothing ends at the left of the card that it gets.
        const left = join ? ("from" in join ? 0 : CARD_WIDTH) : CARD_WIDTH / 2;
        return [Math.round(spot.x - left), Math.round(spot.y - HEAD_MIDDLE)];
      };
      const box = getState().domNode?.getBoundingClientRect() ?? new DOMRect();
      const centre = place(box.left + box.width * 0.45, box.top + box.height * 0.3);
      const spot = at ? place(...at) : centre;
      const selected = after ?? (selection.length === 1 ? (selection[0] ?? null) : null);
      const { id, op } = between
        ? additionBetween(flow, kind, spot, between)
        : at || join
          ? additionAt(flow, kind, spot, join)
          : addition(flow, kind, selected, centre);
      session.edit(op);
      session.store.dispatch({ type: "revealed", block: id });
      session.store.dispatch({ type: "side", side: "block", block: id });
      return id;
    },
    [session, screenToFlowPosition, getState],
  );
}

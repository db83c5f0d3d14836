import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import { useDesigner } from "../state/context";
import { CARD_WIDTH, type CardNode } from "./nodes";

/** What lies over the canvas at its sides, in px. */
function margins(width: number, hasSide: boolean) {
  const isNarrow = width < 1100;
  return { left: isNarrow ? 88 : 284, right: hasSide && !isNarrow ? 380 : 40, top: 32, bottom: 76 };
}

/** A card that was clicked moves only when the panel would hide it. */
const PANEL_ONLY = { left: -10_000, right: 360, top: -10_000, bottom: -10_000 };

/** Brings cards into the part of the canvas that nothing covers. */
export function useFraming() {
  const { fitView, getNode, getViewport, setViewport } = useReactFlow<CardNode>();
  const { getState } = useStoreApi();
  const hasSide = useDesigner((state) => state.side !== null);
  const reveal = useDesigner((state) => state.reveal);
  const reduced = useRef(true);
  reduced.current = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const frame = useCallback(
    (isFirst = false) => {
      const { left, right, top, bottom } = margins(getState().width, hasSide);
      void fitView({
        padding: { left: `${left}px`, right: `${right}px`, top: `${top}px`, bottom: `${bottom}px` },
        maxZoom: 1,
        minZoom: isFirst ? 0.5 : 0.1,
        duration: isFirst || reduced.current ? 0 : 160,
      });
    },
    [fitView, getState, hasSide],
  );

  const show = useCallback(
    (id: string, still: boolean) => {
      const node = getNode(id);
      if (!node) return;
      const { width, height } = getState();
      const { x, y, zoom } = getViewport();
      const { left, right, top, bottom } = still ? PANEL_ONLY : margins(width, true);
      const at = { x: node.position.x * zoom + x, y: node.position.y * zoom + y };
      const tall = (node.measured?.height ?? node.initialHeight ?? 100) * zoom;
      const dx = shift(at.x, CARD_WIDTH * zoom, left, width - right);
      const dy = shift(at.y, tall, top, height - bottom);
      if (dx || dy) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: reduced.current ? 0 : 160 });
    },
    [getNode, getState, getViewport, setViewport],
  );

  useEffect(() => {
    if (!reveal) return;
    // The card that was added a moment ago is not on the canvas yet.
    const soon = requestAnimationFrame(() => show(reveal.block, reveal.still));
    return () => cancelAnimationFrame(soon);
  }, [reveal, show]);
  return { frame, show };
}

/** How far a span has to move to lie within bounds. */
function shift(start: number, length: number, low: number, high: number): number {
  if (start < low) return low - start;
  return start + length > high ? Math.max(high - start - length, low - start) : 0;
}

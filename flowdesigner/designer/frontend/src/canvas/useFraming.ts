import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback, useEffect } from "react";
import { useDesigner, useSession } from "../state/context";
import { type AnyNode, foldOf } from "./beside";
import { heightOf, type Margins, margins, shift, viewportFor, widthOf } from "./framing";
import { useGlide } from "./glide";

/** A card that was clicked moves only when the panel would hide it. */
const PANEL_ONLY: Margins = { left: -10_000, right: 360, top: -10_000, bottom: -10_000 };

/** Brings cards into the part of the canvas that nothing covers. */
export function useFraming() {
  const { getNodes, getNode, getViewport, setViewport } = useReactFlow<AnyNode>();
  const { getState } = useStoreApi();
  const glide = useGlide();
  const hasSide = useDesigner((state) => state.side !== null);

  const frame = useCallback(
    (isFirst = false) => {
      const { width, height } = getState();
      const view = viewportFor(
        getNodes().filter((node) => !node.hidden),
        { width, height },
        margins(width, hasSide),
        isFirst ? 0.5 : 0.1,
      );
      if (view) void (isFirst ? setViewport(view) : glide(view));
    },
    [getNodes, setViewport, glide, getState, hasSide],
  );

  const show = useCallback(
    (id: string, still: boolean) => {
      const node = getNode(id);
      if (!node) return;
      const { width, height } = getState();
      const { x, y, zoom } = getViewport();
      const { left, right, top, bottom } = still ? PANEL_ONLY : margins(width, true);
      const at = { x: node.position.x * zoom + x, y: node.position.y * zoom + y };
      const dx = shift(at.x, widthOf(node) * zoom, left, width - right);
      const dy = shift(at.y, heightOf(node) * zoom, top, height - bottom);
      if (dx || dy) glide({ x: x + dx, y: y + dy, zoom });
    },
    [getNode, getState, getViewport, glide],
  );

  return { frame, show };
}

/** Brings the block into view that is asked for. */
export function useReveal(): void {
  const session = useSession();
  const { show } = useFraming();
  const reveal = useDesigner((state) => state.reveal);
  useEffect(() => {
    const { flow } = session.store.state;
    if (!reveal || !flow) return;
    const fold = foldOf(flow, reveal.block);
    if (fold) session.edit({ op: "set_groups", groups: {}, collapsed: { [fold.id]: false } });
    // The card that was added a moment ago is not on the canvas yet.
    const soon = requestAnimationFrame(() => show(reveal.block, reveal.still));
    return () => cancelAnimationFrame(soon);
  }, [reveal, show, session]);
}

/** Keeps the block at which the conversation of *Try it* is in view. */
export function useFollowing(): void {
  const { show } = useFraming();
  const flow = useDesigner((state) => state.flow?.id);
  const at = useDesigner((state) => (state.side === "try" ? state.trial?.at : null));
  useEffect(() => {
    if (!at || at.flow !== flow) return;
    // The cards of a flow that was opened a moment ago are not on the canvas yet.
    const soon = requestAnimationFrame(() => show(at.block, false));
    return () => cancelAnimationFrame(soon);
  }, [at, flow, show]);
}

import { START } from "../protocol/catalog";
import type { AnyNode } from "./beside";
import { CARD_WIDTH } from "./nodes";

export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Size {
  width: number;
  height: number;
}

/** How high a card is: measured, or estimated as long as it was never drawn. */
export function heightOf(node: AnyNode): number {
  return node.height ?? node.measured?.height ?? node.initialHeight ?? 100;
}

/** How wide a node is; cards have one width. */
export function widthOf(node: AnyNode): number {
  return node.width ?? CARD_WIDTH;
}

/** What lies over the canvas at its sides, in px. */
export function margins(width: number, hasSide: boolean): Margins {
  const isNarrow = width < 1044;
  return { left: isNarrow ? 100 : 284, right: hasSide && !isNarrow ? 380 : 40, top: 32, bottom: 76 };
}

/** Where a span of the flow begins on the screen: centred, or from the margin on when it is too long. */
function placed(start: number, length: number, low: number, room: number, anchor: number): number {
  if (length <= room) return low + (room - length) / 2 - start;
  return Math.min(low - start, Math.max(low + room - length - start, low + room / 3 - anchor));
}

/**
 * The viewport that shows all cards between the margins, at most at their own size. When they do not fit at
 * `least`, it shows where conversations start. React Flow's own fit waits until every card was drawn.
 */
export function viewportFor(nodes: AnyNode[], canvas: Size, around: Margins, least: number) {
  const [first, ...others] = nodes;
  if (!first) return null;
  const box = others.reduce(
    (so_far, node) => ({
      left: Math.min(so_far.left, node.position.x),
      top: Math.min(so_far.top, node.position.y),
      right: Math.max(so_far.right, node.position.x + widthOf(node)),
      bottom: Math.max(so_far.bottom, node.position.y + heightOf(node)),
    }),
    {
      left: first.position.x,
      top: first.position.y,
      right: first.position.x + widthOf(first),
      bottom: first.position.y + heightOf(first),
    },
  );
  const room = {
    width: canvas.width - around.left - around.right,
    height: canvas.height - around.top - around.bottom,
  };
  const fitting = Math.min(room.width / (box.right - box.left), room.height / (box.bottom - box.top), 1);
  const zoom = Math.max(least, fitting);
  const start = nodes.find((node) => node.type === "card" && node.data.block.kind === START) ?? first;
  const at = (value: number) => value * zoom;
  return {
    zoom,
    x: placed(at(box.left), at(box.right - box.left), around.left, room.width, at(start.position.x)),
    y: placed(at(box.top), at(box.bottom - box.top), around.top, room.height, at(start.position.y)),
  };
}

/** How far a span has to move to lie within bounds. */
export function shift(start: number, length: number, low: number, high: number): number {
  if (start < low) return low - start;
  return start + length > high ? Math.max(high - start - length, low - start) : 0;
}

import type { Point } from "../protocol/flow";

/** The upper right corner of a card on the screen, if it is drawn. */
export function cardPoint(block: string): Point | null {
  const card = document.querySelector(`.fd-canvas .react-flow__node[data-id="${CSS.escape(block)}"]`);
  const box = card?.getBoundingClientRect();
  return box ? [box.right + 8, box.top] : null;
}

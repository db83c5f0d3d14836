import type { Box } from "./route";

const STEP = 6;
const MARK = "data-drop";

function isInside({ x, y }: DOMPoint, box: Box): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

function lengthInside(path: SVGPathElement, box: Box): number {
  const bounds = path.getBBox();
  const isFar =
    bounds.x > box.x + box.width ||
    bounds.y > box.y + box.height ||
    bounds.x + bounds.width < box.x ||
    bounds.y + bounds.height < box.y;
  if (isFar) return 0;
  let inside = 0;
  for (let at = 0; at <= path.getTotalLength(); at += STEP) {
    if (isInside(path.getPointAtLength(at), box)) inside += 1;
  }
  return inside;
}

/** The line that runs through a part of the flow, by its id: the one with most of it there. */
export function wireUnder(canvas: Element, box: Box): string | null {
  let best: string | null = null;
  let most = 0;
  for (const path of canvas.querySelectorAll<SVGPathElement>(".react-flow__edge-path")) {
    const inside = lengthInside(path, box);
    if (inside <= most) continue;
    most = inside;
    best = path.closest(".react-flow__edge")?.getAttribute("data-id") ?? null;
  }
  return best;
}

/** Shows into which line a block would go; null takes the mark away. */
export function markWire(canvas: Element, id: string | null): void {
  for (const marked of canvas.querySelectorAll(`[${MARK}]`)) {
    if (marked.getAttribute("data-id") !== id) marked.removeAttribute(MARK);
  }
  if (id) canvas.querySelector(`.react-flow__edge[data-id="${CSS.escape(id)}"]`)?.setAttribute(MARK, "true");
}

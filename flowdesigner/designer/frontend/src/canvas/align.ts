import type { Point } from "../protocol/flow";
import type { Box } from "./route";

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom" | "across" | "down";
type Boxes = Record<string, Box>;

/** How an edge of all is found, and where each card goes to stand at it. */
const EDGES: Record<Exclude<Alignment, "across" | "down">, (all: Box[]) => (box: Box) => Point> = {
  left: (all) => {
    const left = Math.min(...all.map((box) => box.x));
    return (box) => [left, box.y];
  },
  right: (all) => {
    const right = Math.max(...all.map((box) => box.x + box.width));
    return (box) => [right - box.width, box.y];
  },
  centre: (all) => {
    const left = Math.min(...all.map((box) => box.x));
    const right = Math.max(...all.map((box) => box.x + box.width));
    return (box) => [Math.round((left + right - box.width) / 2), box.y];
  },
  top: (all) => {
    const top = Math.min(...all.map((box) => box.y));
    return (box) => [box.x, top];
  },
  bottom: (all) => {
    const bottom = Math.max(...all.map((box) => box.y + box.height));
    return (box) => [box.x, bottom - box.height];
  },
  middle: (all) => {
    const top = Math.min(...all.map((box) => box.y));
    const bottom = Math.max(...all.map((box) => box.y + box.height));
    return (box) => [box.x, Math.round((top + bottom - box.height) / 2)];
  },
};

/** Equal gaps between neighbours; the first and the last stay. */
function distributed(boxes: Boxes, start: "x" | "y", length: "width" | "height"): Record<string, Point> {
  const row = Object.entries(boxes).sort(([, a], [, b]) => a[start] - b[start]);
  const [first, last] = [row[0]?.[1], row.at(-1)?.[1]];
  if (!first || !last) return {};
  const filled = row.reduce((sum, [, box]) => sum + box[length], 0);
  const gap = (last[start] + last[length] - first[start] - filled) / (row.length - 1);
  let at = first[start];
  return Object.fromEntries(
    row.map(([id, box]): [string, Point] => {
      const place = Math.round(at);
      at += box[length] + gap;
      return [id, start === "x" ? [place, box.y] : [box.x, place]];
    }),
  );
}

/** The new places of cards that are lined up, or given equal gaps. */
export function align(boxes: Boxes, how: Alignment): Record<string, Point> {
  if (how === "across") return distributed(boxes, "x", "width");
  if (how === "down") return distributed(boxes, "y", "height");
  const place = EDGES[how](Object.values(boxes));
  return Object.fromEntries(Object.entries(boxes).map(([id, box]): [string, Point] => [id, place(box)]));
}

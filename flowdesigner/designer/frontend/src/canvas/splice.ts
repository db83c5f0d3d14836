import { START } from "../protocol/catalog";
import type { EdgeTuple, FlowView, Point, Port } from "../protocol/flow";
import type { Operation } from "../protocol/operation";
import { CARD_WIDTH } from "./nodes";

const GAP = 64;

interface Put {
  id: string;
  ports: Port[];
}

/** Whether a card belongs to no line yet, so that it can be put into one. */
export function isLoose(flow: FlowView, id: string): boolean {
  const block = flow.blocks[id];
  if (!block?.ports.length || block.kind === START) return false;
  return !flow.edges.some(([from, , to]) => from === id || to === id);
}

/** Leads a line through a block: into it, and by its first port on to where the line went. */
export function leadThrough({ id, ports: [first] }: Put, [from, port, to]: EdgeTuple): Operation[] {
  const into: Operation = { op: "connect", from, port, to: id };
  return first ? [into, { op: "connect", from: id, port: first.id, to }] : [into];
}

/** Where a block goes that was dropped on a line, and what makes way for it: all that stands to the right of the line. */
export function makeRoom(
  flow: FlowView,
  id: string,
  [from, , to]: EdgeTuple,
  dropped: Point,
): Record<string, Point> {
  const [before, after] = [flow.layout[from], flow.layout[to]];
  if (!before || !after || after[0] < before[0] + CARD_WIDTH) return { [id]: dropped };
  const left = before[0] + CARD_WIDTH + GAP;
  const missing = left + CARD_WIDTH + GAP - after[0];
  if (missing <= 0)
    return { [id]: [Math.max(left, Math.min(dropped[0], after[0] - GAP - CARD_WIDTH)), dropped[1]] };
  const aside = Object.entries(flow.layout)
    .filter(([other, place]) => other !== id && other !== from && place[0] >= after[0])
    .map(([other, [x, y]]): [string, Point] => [other, [x + missing, y]]);
  return { ...Object.fromEntries(aside), [id]: [left, dropped[1]] };
}

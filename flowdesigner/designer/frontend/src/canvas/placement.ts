import type { Kind } from "../protocol/catalog";
import type { FlowView, Point } from "../protocol/flow";
import type { Operation } from "../protocol/operation";
import { blockId } from "../state/ids";
import { usedPorts } from "../state/selectors";
import { CARD_WIDTH, estimatedHeight } from "./nodes";

const GAP = 64;

/** The nearest place at or below `at` where a card covers no other. */
export function freePlace(flow: FlowView, [x, y]: Point, height: number): Point {
  const boxes = Object.values(flow.blocks).flatMap((block) => {
    const at = flow.layout[block.id];
    return at ? [{ x: at[0], y: at[1], height: estimatedHeight(block) }] : [];
  });
  const covers = (top: number) =>
    boxes.find(
      (box) =>
        Math.abs(box.x - x) < CARD_WIDTH + 16 && top < box.y + box.height + 24 && box.y < top + height + 24,
    );
  let top = y;
  for (let box = covers(top); box; box = covers(top)) top = box.y + box.height + 24;
  return [Math.round(x), Math.round(top)];
}

/** The edit that adds a block: behind the selected one, joined to its only port when that is free; else at `centre`. */
export function addition(
  flow: FlowView,
  kind: Kind,
  selected: string | null,
  centre: Point,
): { id: string; op: Operation } {
  const id = blockId(kind.kind, flow.blocks);
  const height = 46 + kind.ports.length * 31;
  const before = selected ? flow.blocks[selected] : undefined;
  const beside = before && flow.layout[before.id];
  const at = freePlace(flow, beside ? [beside[0] + CARD_WIDTH + GAP, beside[1]] : centre, height);
  const add: Operation = { op: "add_block", id, kind: kind.kind, name: "", settings: {}, at };
  const [port, ...others] = before?.ports ?? [];
  const isFree = port && !others.length && !usedPorts(flow.edges, before?.id ?? "").includes(` ${port.id} `);
  if (!before || !isFree) return { id, op: add };
  return { id, op: { op: "batch", ops: [add, { op: "connect", from: before.id, port: port.id, to: id }] } };
}

import { type Kind, START } from "../protocol/catalog";
import type { EdgeTuple, FlowView, Point } from "../protocol/flow";
import type { Operation } from "../protocol/operation";
import { blockId } from "../state/ids";
import { usedPorts } from "../state/selectors";
import type { Join } from "../state/state";
import { CARD_WIDTH, estimatedHeight, HEAD, ROW } from "./nodes";
import { leadThrough, makeRoom } from "./splice";

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

interface Addition {
  id: string;
  op: Operation;
}

function fresh(flow: FlowView, kind: Kind, at: Point): { id: string; add: Operation } {
  const id = blockId(kind.kind, flow.blocks);
  return { id, add: { op: "add_block", id, kind: kind.kind, name: "", settings: {}, at } };
}

/** The edit that adds a block: behind the selected one, joined to its only port when that is free; else at `centre`. */
export function addition(flow: FlowView, kind: Kind, selected: string | null, centre: Point): Addition {
  const before = selected ? flow.blocks[selected] : undefined;
  const beside = before && flow.layout[before.id];
  const wanted: Point = beside ? [beside[0] + CARD_WIDTH + GAP, beside[1]] : centre;
  const { id, add } = fresh(flow, kind, freePlace(flow, wanted, HEAD + kind.ports.length * ROW));
  const [port, ...others] = before?.ports ?? [];
  const isFree = port && !others.length && !usedPorts(flow.edges, before?.id ?? "").includes(` ${port.id} `);
  if (!before || !isFree || kind.kind === START) return { id, op: add };
  return { id, op: { op: "batch", ops: [add, { op: "connect", from: before.id, port: port.id, to: id }] } };
}

/** The edit that adds a block at the loose end of a line. */
export function additionAt(flow: FlowView, kind: Kind, at: Point, join?: Join): Addition {
  const { id, add } = fresh(flow, kind, at);
  if (!join) return { id, op: add };
  const exit = kind.ports[0]?.id ?? "";
  const line: Operation =
    "from" in join
      ? { op: "connect", from: join.from, port: join.port, to: id }
      : { op: "connect", from: id, port: exit, to: join.into };
  return { id, op: { op: "batch", ops: [add, line] } };
}

/** The edit that adds a block into a line. */
export function additionBetween(flow: FlowView, kind: Kind, dropped: Point, edge: EdgeTuple): Addition {
  const { id, add } = fresh(flow, kind, dropped);
  const at = makeRoom(flow, id, edge, dropped);
  const lines = leadThrough({ id, ports: kind.ports }, edge);
  return { id, op: { op: "batch", ops: [add, { op: "move", at }, ...lines] } };
}

/** The kinds of blocks that can stand at the loose end of a line, or anywhere. */
export function fitting(kinds: Kind[], flow: FlowView, join?: Join): Kind[] {
  const hasStart = Object.values(flow.blocks).some((block) => block.kind === START);
  return kinds.filter((kind) => {
    if (kind.kind === START) return !hasStart && (!join || "into" in join);
    return !join || "from" in join || kind.ports.length > 0;
  });
}

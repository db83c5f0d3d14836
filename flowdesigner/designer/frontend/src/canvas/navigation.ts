import type { FlowView } from "../protocol/flow";

export type Arrow = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

export function isArrow(key: string): key is Arrow {
  return /^Arrow(Left|Right|Up|Down)$/.test(key);
}

function top(flow: FlowView, id: string): number {
  return flow.layout[id]?.[1] ?? 0;
}

/** Blocks beside this one: those it shares a predecessor with, else those in its column. */
function siblings(flow: FlowView, block: string): string[] {
  const before = new Set(flow.edges.filter(([, , to]) => to === block).map(([from]) => from));
  const shared = flow.edges.filter(([from]) => before.has(from)).map(([, , to]) => to);
  const column = Object.keys(flow.blocks).filter(
    (id) => Math.abs((flow.layout[id]?.[0] ?? 0) - (flow.layout[block]?.[0] ?? 0)) < 120,
  );
  const own = new Set(shared.length > 1 ? shared : column).add(block);
  return [...own].sort((a, b) => top(flow, a) - top(flow, b));
}

/** The block that an arrow key leads to: along the lines to the right and left, among its siblings up and down. */
export function neighbour(flow: FlowView, block: string, arrow: Arrow): string | null {
  if (arrow === "ArrowRight") {
    const ports = flow.blocks[block]?.ports.map((port) => port.id) ?? [];
    const ahead = flow.edges.filter(([from]) => from === block);
    ahead.sort((a, b) => ports.indexOf(a[1]) - ports.indexOf(b[1]));
    return ahead[0]?.[2] ?? null;
  }
  if (arrow === "ArrowLeft") return flow.edges.find(([, , to]) => to === block)?.[0] ?? null;
  const row = siblings(flow, block);
  return row[row.indexOf(block) + (arrow === "ArrowDown" ? 1 : -1)] ?? null;
}

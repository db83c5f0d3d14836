import type { Edge } from "@xyflow/react";
import type { EdgeTuple, FlowView } from "../protocol/flow";
import { foldOf, groupNode } from "./beside";

export type WireEdge = Edge<{ lit: boolean; from: string; port: string }, "wire">;

export function wireId(from: string, port: string): string {
  return `${from} ${port}`;
}

function ariaLabel(flow: FlowView, [from, port, to]: EdgeTuple): string {
  const source = flow.blocks[from];
  const label = source?.ports.find((one) => one.id === port)?.label ?? port;
  return `Line from ${source?.title} (${label}) to ${flow.blocks[to]?.title}`;
}

/** Where a line is drawn: at the card that stands for a collapsed group instead of the one that it hides. */
function ends(flow: FlowView, [from, port, to]: EdgeTuple) {
  if (!flow.groups.length) return { source: from, sourceHandle: port, target: to, targetHandle: null };
  const [before, after] = [foldOf(flow, from), foldOf(flow, to)];
  if (before && before === after) return null;
  return {
    source: before ? groupNode(before.id) : from,
    sourceHandle: before ? "out" : port,
    target: after ? groupNode(after.id) : to,
    targetHandle: after ? "in" : null,
  };
}

/** The lines of a flow; those that did not change stay the same objects. */
export function syncWires(previous: WireEdge[], flow: FlowView, path: EdgeTuple[]): WireEdge[] {
  const before = new Map(previous.map((edge) => [edge.id, edge]));
  const walked = new Set(path.map((edge) => edge.join(" ")));
  return flow.edges.flatMap((tuple) => {
    const [from, port, to] = tuple;
    const hasEnds = flow.blocks[from]?.ports.some((one) => one.id === port) && to in flow.blocks;
    const drawn = ends(flow, tuple);
    if (!hasEnds || !drawn || !flow.layout[from] || !flow.layout[to]) return [];
    const id = wireId(from, port);
    const lit = walked.has(tuple.join(" "));
    const label = ariaLabel(flow, tuple);
    const old = before.get(id);
    const isSame =
      old?.source === drawn.source &&
      old.target === drawn.target &&
      old.data?.lit === lit &&
      old.ariaLabel === label;
    if (isSame) return [old];
    return [
      {
        ...old,
        id,
        type: "wire" as const,
        ...drawn,
        data: { lit, from, port },
        ariaLabel: label,
        zIndex: lit ? 1 : 0,
      },
    ];
  });
}

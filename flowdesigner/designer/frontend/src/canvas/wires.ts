import type { Edge } from "@xyflow/react";
import type { EdgeTuple, FlowView } from "../protocol/flow";

export type WireEdge = Edge<{ lit: boolean }, "wire">;

export function wireId(from: string, port: string): string {
  return `${from} ${port}`;
}

function ariaLabel(flow: FlowView, [from, port, to]: EdgeTuple): string {
  const source = flow.blocks[from];
  const label = source?.ports.find((one) => one.id === port)?.label ?? port;
  return `Line from ${source?.title} (${label}) to ${flow.blocks[to]?.title}`;
}

/** The lines of a flow; those that did not change stay the same objects. */
export function syncWires(previous: WireEdge[], flow: FlowView, path: EdgeTuple[]): WireEdge[] {
  const before = new Map(previous.map((edge) => [edge.id, edge]));
  const walked = new Set(path.map((edge) => edge.join(" ")));
  return flow.edges.flatMap((tuple) => {
    const [source, port, target] = tuple;
    const hasEnds = flow.blocks[source]?.ports.some((one) => one.id === port) && target in flow.blocks;
    if (!hasEnds || !flow.layout[source] || !flow.layout[target]) return [];
    const id = wireId(source, port);
    const lit = walked.has(tuple.join(" "));
    const label = ariaLabel(flow, tuple);
    const old = before.get(id);
    if (old && old.target === target && old.data?.lit === lit && old.ariaLabel === label) return [old];
    return [
      {
        ...old,
        id,
        type: "wire" as const,
        source,
        sourceHandle: port,
        target,
        data: { lit },
        ariaLabel: label,
        zIndex: lit ? 1 : 0,
      },
    ];
  });
}

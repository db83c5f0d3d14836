import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import type { Operation } from "../protocol/operation";
import { useSession } from "../state/context";
import type { CardNode } from "./nodes";
import type { WireEdge } from "./wires";

/** Deletes what is selected on the canvas, as one step of undo. */
export function useRemoval(): () => boolean {
  const session = useSession();
  const { getNodes, getEdges } = useReactFlow<CardNode, WireEdge>();
  return useCallback(() => {
    const blocks = getNodes()
      .filter((node) => node.selected)
      .map((node) => node.id);
    const edges = getEdges().filter(
      (edge) => edge.selected && !blocks.includes(edge.source) && !blocks.includes(edge.target),
    );
    const ops: Operation[] = edges.map((edge) => ({
      op: "disconnect",
      from: edge.source,
      port: edge.sourceHandle ?? "",
    }));
    if (blocks.length) ops.push({ op: "remove", blocks });
    const [first, ...others] = ops;
    if (first) session.edit(others.length ? { op: "batch", ops } : first);
    return ops.length > 0;
  }, [session, getNodes, getEdges]);
}

import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import type { Operation } from "../protocol/operation";
import { useSession } from "../state/context";
import { deleteBlocks } from "./healing";
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
    const lines = getEdges()
      .filter((edge) => edge.selected && !blocks.includes(edge.source) && !blocks.includes(edge.target))
      .map((edge): Operation => ({ op: "disconnect", from: edge.source, port: edge.sourceHandle ?? "" }));
    const [first] = lines;
    if (blocks.length) deleteBlocks(session, blocks, lines);
    else if (first) session.edit(lines.length === 1 ? first : { op: "batch", ops: lines });
    return blocks.length + lines.length > 0;
  }, [session, getNodes, getEdges]);
}

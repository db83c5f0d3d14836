import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import type { Operation } from "../protocol/operation";
import { useSession } from "../state/context";
import { type AnyNode, isCard, noteOf } from "./beside";
import { deleteBlocks } from "./healing";
import type { WireEdge } from "./wires";

/** Deletes what is selected on the canvas, as one step of undo. */
export function useRemoval(): () => boolean {
  const session = useSession();
  const { getNodes, getEdges } = useReactFlow<AnyNode, WireEdge>();
  return useCallback(() => {
    const chosen = getNodes().filter((node) => node.selected);
    const blocks = chosen.filter(isCard).map((node) => node.id);
    const notes = chosen.map((node) => noteOf(node.id)).filter((id) => id !== null);
    const lines = getEdges()
      .filter((edge) => edge.selected && !blocks.includes(edge.source) && !blocks.includes(edge.target))
      .map(({ data }): Operation => ({ op: "disconnect", from: data?.from ?? "", port: data?.port ?? "" }));
    const torn = Object.fromEntries(notes.map((id) => [id, null]));
    const more: Operation[] = notes.length ? [...lines, { op: "set_notes", notes: torn, at: {} }] : lines;
    const [first] = more;
    if (blocks.length) deleteBlocks(session, blocks, more);
    else if (first) session.edit(more.length === 1 ? first : { op: "batch", ops: more });
    return blocks.length + more.length > 0;
  }, [session, getNodes, getEdges]);
}

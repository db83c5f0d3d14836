import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useState } from "react";
import { useDesigner, useSession } from "../state/context";
import type { State } from "../state/state";
import { type AnyNode, framed, groupOf, isCard, withBeside } from "./beside";
import { settled, syncNodes } from "./nodes";
import { syncWires, type WireEdge } from "./wires";

const NO_PATH: [] = [];

function shownPath({ side, trial, desk, flow }: State) {
  if (side === "live") return desk.followed?.path[flow?.id ?? ""] ?? NO_PATH;
  return side === "try" && trial ? trial.path : NO_PATH;
}

/** A frame that is dragged takes its cards along. */
function withMembers(changes: NodeChange<AnyNode>[], nodes: AnyNode[]): NodeChange<AnyNode>[] {
  const moves = changes.filter((change) => change.type === "position" && groupOf(change.id) !== null);
  if (!moves.length) return changes;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const carried = moves.flatMap((change): NodeChange<AnyNode>[] => {
    const frame = byId.get("id" in change ? change.id : "");
    if (frame?.type !== "group" || change.type !== "position" || !change.position) return [];
    const [dx, dy] = [change.position.x - frame.position.x, change.position.y - frame.position.y];
    return frame.data.group.blocks.flatMap((id): NodeChange<AnyNode>[] => {
      const card = byId.get(id);
      if (!card) return [];
      const position = { x: card.position.x + dx, y: card.position.y + dy };
      return [{ type: "position", id, position, dragging: change.dragging ?? false }];
    });
  });
  return [...changes, ...carried];
}

/** React Flow's own copy of the cards and lines: sizes, selection and drags live here and never in the document. */
export function useCards() {
  const session = useSession();
  const flow = useDesigner((state) => state.flow);
  const catalog = useDesigner((state) => state.catalog);
  const path = useDesigner(shownPath);
  const reveal = useDesigner((state) => state.reveal);
  const [nodes, setNodes] = useState<AnyNode[]>([]);
  const [edges, setEdges] = useState<WireEdge[]>([]);

  useEffect(() => {
    if (!flow) return;
    setNodes((before) => withBeside(syncNodes(before.filter(isCard), flow, catalog), before, flow));
  }, [flow, catalog]);
  useEffect(() => {
    if (flow) setEdges((before) => syncWires(before, flow, path));
  }, [flow, path]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another flow opens with nothing selected
  useEffect(() => setNodes((before) => before.map((node) => selectedIf(node, false))), [flow?.id]);
  useEffect(() => {
    if (!reveal) return;
    const chosen = new Set([reveal.block, ...reveal.others]);
    setNodes((before) => before.map((node) => selectedIf(node, chosen.has(node.id))));
  }, [reveal]);

  const onNodesChange = useCallback(
    (changes: NodeChange<AnyNode>[]) => {
      const kept = changes.filter((change) => change.type !== "remove");
      setNodes((before) => {
        const after = applyNodeChanges(withMembers(kept, before), before);
        const isMeasured = kept.some((change) => change.type === "dimensions");
        const sized = isMeasured ? after.map((node) => (isCard(node) ? settled(node) : node)) : after;
        const isMoved = isMeasured || kept.some((change) => change.type === "position");
        return isMoved ? framed(sized, session.store.state.flow?.groups ?? []) : sized;
      });
    },
    [session],
  );
  const onEdgesChange = useCallback((changes: EdgeChange<WireEdge>[]) => {
    setEdges((before) =>
      applyEdgeChanges(
        changes.filter((change) => change.type !== "remove"),
        before,
      ),
    );
  }, []);
  return { nodes, edges, onNodesChange, onEdgesChange };
}

function selectedIf(node: AnyNode, selected: boolean): AnyNode {
  return Boolean(node.selected) === selected ? node : { ...node, selected };
}

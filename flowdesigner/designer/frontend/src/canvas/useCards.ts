import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useState } from "react";
import { useDesigner } from "../state/context";
import type { State } from "../state/state";
import { type CardNode, settled, syncNodes } from "./nodes";
import { syncWires, type WireEdge } from "./wires";

const NO_PATH: [] = [];

function shownPath(state: State) {
  return state.side === "try" && state.trial ? state.trial.path : NO_PATH;
}

/** React Flow's own copy of the cards and lines: sizes, selection and drags live here and never in the document. */
export function useCards() {
  const flow = useDesigner((state) => state.flow);
  const catalog = useDesigner((state) => state.catalog);
  const path = useDesigner(shownPath);
  const reveal = useDesigner((state) => state.reveal);
  const [nodes, setNodes] = useState<CardNode[]>([]);
  const [edges, setEdges] = useState<WireEdge[]>([]);

  useEffect(() => {
    if (flow) setNodes((before) => syncNodes(before, flow, catalog));
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

  const onNodesChange = useCallback((changes: NodeChange<CardNode>[]) => {
    const kept = changes.filter((change) => change.type !== "remove");
    setNodes((before) => {
      const after = applyNodeChanges(kept, before);
      return kept.some((change) => change.type === "dimensions") ? after.map(settled) : after;
    });
  }, []);
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

function selectedIf(node: CardNode, selected: boolean): CardNode {
  return Boolean(node.selected) === selected ? node : { ...node, selected };
}

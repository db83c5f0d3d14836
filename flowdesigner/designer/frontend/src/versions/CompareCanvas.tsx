import {
  Background,
  BackgroundVariant,
  getViewportForBounds,
  ReactFlow,
  useNodesState,
  useReactFlow,
  useStoreApi,
  ViewportPortal,
} from "@xyflow/react";
import { useContext, useEffect, useMemo } from "react";
import { CARD_WIDTH, estimatedHeight } from "../canvas/nodes";
import type { Catalog } from "../protocol/catalog";
import type { ChangedFlow } from "../protocol/versions";
import { IconButton } from "../shell/IconButton";
import { useDesigner } from "../state/context";
import { CompareCard, type CompareNode } from "./CompareCard";
import { type CompareEdge, CompareWire } from "./CompareWire";
import { Chosen } from "./chosen";
import { MARKS } from "./Mark";
import { type MergedBlock, type MergedEdge, merge } from "./merge";

const NODE_TYPES = { compared: CompareCard };
const EDGE_TYPES = { compared: CompareWire };

function nodeOf(merged: MergedBlock, catalog: Catalog): CompareNode {
  const { block, state, at } = merged;
  const label = catalog.kinds.find((kind) => kind.kind === block.kind)?.label ?? block.kind;
  const fate = state === "same" ? "as it was" : MARKS[state].word.toLowerCase();
  return {
    id: block.id,
    type: "compared",
    position: { x: at[0], y: at[1] },
    data: { merged },
    initialWidth: CARD_WIDTH,
    initialHeight: estimatedHeight(block),
    ariaLabel: `${block.title}, ${label}, ${fate}`,
  };
}

const LINES = { same: "Line", added: "New line", removed: "Line that is gone" };

function edgeOf({ from, port, to, state }: MergedEdge, titles: Map<string, string>): CompareEdge {
  return {
    ariaLabel: `${LINES[state]} from ${titles.get(from)} to ${titles.get(to)}`,
    id: `${from} ${port} ${to} ${state}`,
    type: "compared",
    source: from,
    sourceHandle: port,
    target: to,
    data: { state },
    zIndex: state === "same" ? 0 : 1,
  };
}

/** The corners of all blocks. */
function boundsOf(blocks: MergedBlock[]) {
  const x = Math.min(...blocks.map(({ at }) => at[0]));
  const y = Math.min(...blocks.map(({ at }) => at[1]));
  const right = Math.max(...blocks.map(({ at }) => at[0] + CARD_WIDTH));
  const bottom = Math.max(...blocks.map(({ at, block }) => at[1] + estimatedHeight(block)));
  return { x, y, width: right - x, height: bottom - y };
}

/** Both versions of a flow, to be looked at. */
export function CompareCanvas({ flow }: { flow: ChangedFlow }) {
  const catalog = useDesigner((state) => state.catalog);
  const { getState } = useStoreApi();
  const { setViewport } = useReactFlow();
  const { block: chosen, choose } = useContext(Chosen);
  const merged = useMemo(() => merge(flow), [flow]);
  const [nodes, setNodes, onNodesChange] = useNodesState<CompareNode>([]);
  const edges = useMemo(() => {
    const titles = new Map(merged.blocks.map(({ block }) => [block.id, block.title]));
    return merged.edges.map((edge) => edgeOf(edge, titles));
  }, [merged]);
  useEffect(() => setNodes(merged.blocks.map((one) => nodeOf(one, catalog))), [setNodes, merged, catalog]);
  const showAll = () => {
    const { width, height } = getState();
    if (merged.blocks.length)
      void setViewport(getViewportForBounds(boundsOf(merged.blocks), width, height, 0.1, 1, 0.12));
  };
  const before = merged.blocks.find((one) => one.block.id === chosen && one.was);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      onInit={showAll}
      onNodeClick={(_, node) => choose(node.id)}
      onlyRenderVisibleElements
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      deleteKeyCode={null}
      panOnScroll
      zoomOnDoubleClick={false}
      minZoom={0.1}
      maxZoom={2}
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={2} color="var(--grid)" />
      <div className="fd-compare-tools">
        <IconButton bordered icon="fit" label="Show the whole flow" onClick={showAll} />
      </div>
      {before?.was && (
        <ViewportPortal>
          <div
            className="fd-was"
            style={{
              transform: `translate(${before.was[0]}px, ${before.was[1]}px)`,
              height: estimatedHeight(before.block),
            }}
          >
            “{before.block.title}” was here
          </div>
        </ViewportPortal>
      )}
    </ReactFlow>
  );
}

import { BaseEdge, type EdgeProps, type InternalNode, useInternalNode } from "@xyflow/react";
import { memo } from "react";
import { CARD_WIDTH } from "./nodes";
import { type Box, route } from "./route";
import type { WireEdge } from "./wires";

function boxOf(node: InternalNode | undefined, x: number, y: number): Box {
  if (!node) return { x, y, width: 0, height: 0 };
  const { x: left, y: top } = node.internals.positionAbsolute;
  const height = node.measured.height ?? node.initialHeight ?? 0;
  return { x: left, y: top, width: CARD_WIDTH, height };
}

/** The line from a port to a card; green where *Try it* went. */
export const Wire = memo(function Wire(props: EdgeProps<WireEdge>) {
  const { sourceX, sourceY, targetX, targetY, source, target, data, selected } = props;
  const from = boxOf(useInternalNode(source), sourceX, sourceY);
  const to = boxOf(useInternalNode(target), targetX, targetY);
  const path = route(sourceX, sourceY, targetX, targetY, from, to);
  const state = selected ? "selected" : data?.lit ? "lit" : "plain";
  return <BaseEdge path={path} className={`fd-wire fd-wire-${state}`} interactionWidth={18} />;
});

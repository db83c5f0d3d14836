import { BaseEdge, type Edge, type EdgeProps, type InternalNode, useInternalNode } from "@xyflow/react";
import { memo } from "react";
import { CARD_WIDTH } from "../canvas/nodes";
import { type Box, route } from "../canvas/route";
import type { Fate } from "./merge";

export type CompareEdge = Edge<{ state: Fate }, "compared">;

function boxOf(node: InternalNode): Box {
  const { x, y } = node.internals.positionAbsolute;
  return { x, y, width: CARD_WIDTH, height: node.measured.height ?? node.initialHeight ?? 0 };
}

/** A line of two versions; one that is gone is dashed. */
export const CompareWire = memo(function CompareWire(props: EdgeProps<CompareEdge>) {
  const { sourceX, sourceY, targetX, targetY, source, target, data } = props;
  const ends = [useInternalNode(source), useInternalNode(target)].filter((node) => node !== undefined);
  const path = route(sourceX, sourceY, targetX, targetY, ends.map(boxOf), []);
  return <BaseEdge path={path} className={`fd-wire fd-wire-${data?.state ?? "same"}`} interactionWidth={0} />;
});

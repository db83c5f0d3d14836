import { BaseEdge, type EdgeProps, type InternalNode, useInternalNode, useStoreApi } from "@xyflow/react";
import { memo, useContext } from "react";
import { Laid } from "./laid";
import { CARD_WIDTH } from "./nodes";
import { type Box, route } from "./route";
import type { WireEdge } from "./wires";

function boxOf(node: InternalNode): Box {
  const { x, y } = node.internals.positionAbsolute;
  return { x, y, width: CARD_WIDTH, height: node.measured.height ?? node.initialHeight ?? 0 };
}

/** The line from a port to a card; green where *Try it* went. It is led anew when cards were moved. */
export const Wire = memo(function Wire(props: EdgeProps<WireEdge>) {
  const { sourceX, sourceY, targetX, targetY, source, target, data, selected } = props;
  const { nodeLookup } = useStoreApi().getState();
  useContext(Laid);
  const ends = [useInternalNode(source), useInternalNode(target)].filter((node) => node !== undefined);
  const others = [...nodeLookup.values()].filter(
    (node) => node.type === "card" && !node.hidden && node.id !== source && node.id !== target,
  );
  const path = route(sourceX, sourceY, targetX, targetY, ends.map(boxOf), others.map(boxOf));
  const state = selected ? "selected" : data?.lit ? "lit" : "plain";
  return <BaseEdge path={path} className={`fd-wire fd-wire-${state}`} interactionWidth={18} />;
});

import { MiniMap } from "@xyflow/react";
import { useSession } from "../state/context";
import { kindOf } from "../state/selectors";
import type { CardNode } from "./nodes";

/** The whole flow in small; dragging in it moves the canvas. */
export function FlowMap() {
  const session = useSession();
  const colour = (node: CardNode) => {
    const group = kindOf(session.store.state, node.data.block.kind)?.group;
    return `var(--${group ?? "structure"}, var(--structure))`;
  };
  return (
    <MiniMap<CardNode>
      className="fd-map"
      position="bottom-right"
      ariaLabel="Map of the flow"
      nodeColor={colour}
      nodeBorderRadius={16}
      pannable
      zoomable
      bgColor="var(--panel)"
      maskColor="color-mix(in srgb, var(--ink) 12%, transparent)"
      maskStrokeColor="var(--accent)"
      maskStrokeWidth={2}
    />
  );
}

import { MiniMap } from "@xyflow/react";
import { useSession } from "../state/context";
import { kindOf } from "../state/selectors";
import type { AnyNode } from "./beside";

/** The whole flow in small; dragging in it moves the canvas. */
export function FlowMap() {
  const session = useSession();
  const colour = (node: AnyNode) => {
    if (node.type === "note") return `var(--note-${node.data.note.colour}, var(--note-yellow))`;
    if (node.type === "group") return "var(--line2)";
    const group = kindOf(session.store.state, node.data.block.kind)?.group;
    return `var(--${group ?? "structure"}, var(--structure))`;
  };
  return (
    <MiniMap<AnyNode>
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

import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo, useContext } from "react";
import { KindChip } from "../icons/KindChip";
import { START } from "../protocol/catalog";
import { useDesigner } from "../state/context";
import { kindOf } from "../state/selectors";
import { Formatted } from "../text/Formatted";
import { Chosen } from "./chosen";
import { Mark } from "./Mark";
import type { MergedBlock } from "./merge";

export type CompareNode = Node<{ merged: MergedBlock }, "compared">;

/** A block of two versions, and what became of it. */
export const CompareCard = memo(function CompareCard({ id, data }: NodeProps<CompareNode>) {
  const { block, state, was, ports } = data.merged;
  const kind = useDesigner((now) => kindOf(now, block.kind));
  const { block: chosen } = useContext(Chosen);
  const label = kind?.label ?? block.kind;
  return (
    <div className={`fd-card ${chosen === id ? "fd-card-selected" : ""}`} data-change={state}>
      <div className="fd-marks">
        {state !== "same" && <Mark change={state} />}
        {state === "changed" && was && <Mark change="moved" />}
      </div>
      {block.kind !== START && (
        <Handle type="target" position={Position.Left} className="fd-dot fd-dot-in" isConnectable={false} />
      )}
      <div className="fd-card-head">
        <KindChip kind={kind} />
        <span className="fd-card-name">
          {block.title}
          {label !== block.title && <span className="fd-card-kind">{label}</span>}
        </span>
      </div>
      {block.summary && (
        <div className="fd-card-text">
          <Formatted source={block.summary} />
        </div>
      )}
      {ports.map((port) => (
        <div key={port.id} className="fd-port" data-change={port.state}>
          <span className="fd-port-label">{port.label}</span>
          {port.state !== "same" && (
            <span className="fd-port-hint">{port.state === "added" ? "+ new" : "− gone"}</span>
          )}
          <Handle
            id={port.id}
            type="source"
            position={Position.Right}
            className="fd-dot"
            isConnectable={false}
          />
        </div>
      ))}
    </div>
  );
});

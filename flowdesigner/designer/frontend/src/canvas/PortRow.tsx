import { Handle, Position } from "@xyflow/react";
import type { Port } from "../protocol/flow";

interface Props {
  port: Port;
  title: string;
  isUsed: boolean;
  isUntested?: boolean;
}

/** One way out of a block: its label, a hint, and the dot to draw a line from. */
export function PortRow({ port, title, isUsed, isUntested }: Props) {
  const state = isUsed ? "used" : port.required ? "loose" : "free";
  return (
    <div className="fd-port">
      <span className="fd-port-label">{port.label}</span>
      {port.hint && <span className="fd-port-hint">{port.hint}</span>}
      {isUntested && <span className="fd-port-untested">not tested</span>}
      <Handle
        id={port.id}
        type="source"
        position={Position.Right}
        className="fd-dot"
        data-state={state}
        role="img"
        aria-label={`${port.label} of ${title}`}
        title={state === "loose" ? "Leads nowhere: drag a line to the next block" : undefined}
      />
    </div>
  );
}

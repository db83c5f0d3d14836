import { Handle, type NodeProps, Position, useUpdateNodeInternals } from "@xyflow/react";
import { memo, useEffect } from "react";
import { untestedOf, WHOLE } from "../chats/coverage";
import { KindChip } from "../icons/KindChip";
import { LiveMark } from "../live/LiveMark";
import { HereMark } from "../people/HereMark";
import { START } from "../protocol/catalog";
import { useDesigner } from "../state/context";
import { isLit, kindOf, problemsOf, usedPorts } from "../state/selectors";
import { Formatted } from "../text/Formatted";
import { Badge } from "./Badge";
import type { CardNode } from "./nodes";
import { PortRow } from "./PortRow";

/** A block as the author sees it: name, kind, what the customer reads, and the ways out. */
export const BlockCard = memo(function BlockCard({ id, data, selected }: NodeProps<CardNode>) {
  const { block, label } = data;
  const kind = useDesigner((state) => kindOf(state, block.kind));
  const problems = useDesigner((state) => problemsOf(state.problems, id));
  const used = useDesigner((state) => usedPorts(state.flow?.edges ?? [], id));
  const lit = useDesigner((state) => isLit(state, id));
  const untested = useDesigner((state) => untestedOf(state, id));
  const measure = useUpdateNodeInternals();
  const ports = block.ports.map((port) => port.id).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: other ports move the dots without resizing the card
  useEffect(() => measure(id), [measure, id, ports]);
  const classes = ["fd-card", selected && "fd-card-selected", lit && "fd-card-lit"].filter(Boolean).join(" ");
  return (
    <div className={classes} data-untested={untested === WHOLE || undefined}>
      <Badge problems={problems} />
      <HereMark block={id} />
      <LiveMark block={id} title={block.title} />
      {block.kind !== START && (
        <Handle
          type="target"
          position={Position.Left}
          className="fd-dot fd-dot-in"
          data-state="used"
          role="img"
          aria-label={`Into ${block.title}`}
        />
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
      {block.ports.map((port) => (
        <PortRow
          key={port.id}
          port={port}
          title={block.title}
          isUsed={used.includes(` ${port.id} `)}
          isUntested={untested.includes(` ${port.id} `)}
        />
      ))}
      {untested === WHOLE && <span className="fd-untested">no test comes here</span>}
      {lit && <span className="fd-hidden">The conversation is here</span>}
    </div>
  );
});

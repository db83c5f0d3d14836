import { Handle, type NodeProps, Position, useUpdateNodeInternals } from "@xyflow/react";
import { memo, useEffect } from "react";
import { IconButton } from "../shell/IconButton";
import { useSession } from "../state/context";
import { plural } from "../state/selectors";
import type { GroupNode } from "./beside";
import { Swatches } from "./Swatches";

/** The frame around the blocks of a group, or, collapsed, the one card that stands for them. */
export const GroupFrame = memo(function GroupFrame({ id, data }: NodeProps<GroupNode>) {
  const { group } = data;
  const session = useSession();
  const measure = useUpdateNodeInternals();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a collapsed group has dots for its lines
  useEffect(() => measure(id), [measure, id, group.collapsed]);
  const { collapsed: _, ...kept } = group;
  const change = (how: Partial<typeof kept>) =>
    session.edit({ op: "set_groups", groups: { [group.id]: { ...kept, ...how } }, collapsed: {} });
  const fold = () =>
    session.edit({ op: "set_groups", groups: {}, collapsed: { [group.id]: !group.collapsed } });
  const select = () => {
    const [block = "", ...others] = group.blocks;
    session.store.dispatch({ type: "revealed", block, others, still: true });
  };
  const name = group.name || "Group";
  return (
    <section
      className="fd-frame"
      data-colour={group.colour}
      data-collapsed={group.collapsed}
      aria-label={`${name}, ${plural(group.blocks.length, "block")}`}
    >
      {group.collapsed && (
        <>
          <Handle
            id="in"
            type="target"
            position={Position.Left}
            className="fd-dot fd-dot-in"
            data-state="used"
            isConnectable={false}
          />
          <Handle
            id="out"
            type="source"
            position={Position.Right}
            className="fd-dot fd-dot-in"
            data-state="used"
            isConnectable={false}
          />
        </>
      )}
      <div className="fd-frame-head">
        <input
          className="fd-frame-name nodrag"
          aria-label="Name of the group"
          placeholder="Group"
          key={group.name}
          defaultValue={group.name}
          onKeyDown={(event) => {
            if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
          }}
          onBlur={(event) => {
            const next = event.currentTarget.value.trim();
            if (next !== group.name) change({ name: next });
          }}
        />
        <span className="fd-frame-tools nodrag" role="toolbar" aria-label={`Group ${name}`}>
          <Swatches colour={group.colour} onChoose={(colour) => change({ colour })} />
          {!group.collapsed && <IconButton icon="select" label="Select its blocks" onClick={select} />}
          <IconButton
            icon="ungroup"
            label="Take the frame away"
            onClick={() => session.edit({ op: "set_groups", groups: { [group.id]: null }, collapsed: {} })}
          />
        </span>
        <IconButton
          icon={group.collapsed ? "unfold" : "fold"}
          label={group.collapsed ? `Expand ${name}` : `Collapse ${name}`}
          onClick={fold}
        />
      </div>
      {group.collapsed && <p className="fd-frame-count">{plural(group.blocks.length, "block")}</p>}
    </section>
  );
});

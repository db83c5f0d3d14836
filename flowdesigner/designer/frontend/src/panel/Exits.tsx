import { useId } from "react";
import { Choice } from "../form/Choice";
import { START } from "../protocol/catalog";
import type { BlockView, Port } from "../protocol/flow";
import { useDesigner, useSession } from "../state/context";

/** Where each port leads: the same as the lines on the canvas, for the keyboard. */
export function Exits({ block }: { block: BlockView }) {
  if (!block.ports.length) return null;
  return (
    <fieldset className="fd-field fd-exits">
      <legend className="fd-label">Leads to</legend>
      {block.ports.map((port) => (
        <Exit key={port.id} block={block} port={port} />
      ))}
    </fieldset>
  );
}

function Exit({ block, port }: { block: BlockView; port: Port }) {
  const session = useSession();
  const id = useId();
  const flow = useDesigner((state) => state.flow);
  const target = flow?.edges.find(([from, exit]) => from === block.id && exit === port.id)?.[2] ?? "";
  const choices = Object.values(flow?.blocks ?? {})
    .filter((one) => one.id !== block.id && one.kind !== START)
    .map((one) => ({ value: one.id, label: one.title }));
  const onChange = (to: string) =>
    session.edit(
      to
        ? { op: "connect", from: block.id, port: port.id, to }
        : { op: "disconnect", from: block.id, port: port.id },
    );
  return (
    <div className="fd-exit">
      <label htmlFor={id}>{port.label}</label>
      <Choice
        id={id}
        value={target}
        choices={choices}
        empty="Nowhere"
        isBad={!target && port.required}
        describedBy=""
        onChange={onChange}
      />
    </div>
  );
}

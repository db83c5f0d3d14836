import { Icon } from "../icons/Icon";
import { useDesigner } from "../state/context";
import { randomId } from "../state/ids";
import { kindOf } from "../state/selectors";
import { operators, type Way, waysOf } from "./condition";
import type { FieldProps } from "./input";
import { moved, removed, replaced } from "./list";
import { useDraft } from "./useDraft";
import { WayEditor } from "./WayEditor";

function newWay(): Way {
  return {
    id: randomId(),
    label: "",
    match: "all",
    conditions: [{ variable: "", operator: "is", value: "" }],
  };
}

/** Ways on with the conditions for each: the first that holds is taken. */
export function BranchesField({ id, shape, value, block, isRefused, describedBy, onChange }: FieldProps) {
  const schema = useDesigner((state) => kindOf(state, block.kind)?.schema);
  const draft = useDraft<Way[]>(waysOf(value), onChange, isRefused);
  const ways = draft.value;
  const send = (next: Way[], atOnce = true) => (atOnce ? draft.commit(next) : draft.change(next));
  return (
    <div className="fd-rows" aria-describedby={describedBy}>
      {ways.map((way, index) => (
        <WayEditor
          key={way.id}
          id={`${id}-${way.id}`}
          place={index}
          count={ways.length}
          way={way}
          operators={operators(shape.schema.items, schema ?? {})}
          onChange={(next, atOnce) => send(replaced(ways, index, next), atOnce)}
          onMove={(step) => send(moved(ways, index, step))}
          onRemove={() => send(removed(ways, index))}
          onLeave={draft.flush}
        />
      ))}
      <button type="button" className="fd-button fd-small" onClick={() => send([...ways, newWay()])}>
        <Icon name="plus" />
        Add way
      </button>
    </div>
  );
}

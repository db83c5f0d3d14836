import { Icon } from "../icons/Icon";
import { ConditionRow } from "./ConditionRow";
import type { Way } from "./condition";
import { removed, replaced } from "./list";
import { RowButtons } from "./RowButtons";

interface Props {
  id: string;
  place: number;
  count: number;
  way: Way;
  operators: { value: string; label: string }[];
  onChange: (way: Way, atOnce: boolean) => void;
  onMove: (step: number) => void;
  onRemove: () => void;
  onLeave: () => void;
}

const NEW_CONDITION = { variable: "", operator: "is", value: "" };

/** One way on, as a sentence: "Billing, when all of these hold: topic is billing". */
export function WayEditor({ id, place, count, way, operators, onChange, onMove, onRemove, onLeave }: Props) {
  const name = `way ${place + 1}`;
  return (
    <div className="fd-way">
      <div className="fd-row">
        <input
          className="fd-input"
          aria-label={`Name of ${name}`}
          placeholder="Name of this way"
          value={way.label}
          onChange={(event) => onChange({ ...way, label: event.target.value }, false)}
          onBlur={onLeave}
        />
        <RowButtons
          name={name}
          isFirst={place === 0}
          isLast={place === count - 1}
          onMove={onMove}
          onRemove={onRemove}
        />
      </div>
      <p className="fd-sentence">
        when{" "}
        {way.conditions.length > 1 ? (
          <select
            className="fd-inline-select"
            aria-label={`How many conditions of ${name} must hold`}
            value={way.match}
            onChange={(event) => onChange({ ...way, match: event.target.value }, true)}
          >
            <option value="all">all of these hold</option>
            <option value="any">one of these holds</option>
          </select>
        ) : (
          "this holds"
        )}
      </p>
      {way.conditions.map((condition, index) => (
        <ConditionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no identity but its place
          key={index}
          id={`${id}-${index}`}
          name={`condition ${index + 1} of ${name}`}
          condition={condition}
          operators={operators}
          onChange={(next) => onChange({ ...way, conditions: replaced(way.conditions, index, next) }, true)}
          onRemove={() => onChange({ ...way, conditions: removed(way.conditions, index) }, true)}
        />
      ))}
      <button
        type="button"
        className="fd-button fd-ghost fd-small"
        onClick={() => onChange({ ...way, conditions: [...way.conditions, NEW_CONDITION] }, true)}
      >
        <Icon name="plus" />
        Add condition
      </button>
    </div>
  );
}

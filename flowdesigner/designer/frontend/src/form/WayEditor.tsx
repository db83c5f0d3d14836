import { useState } from "react";
import { Icon } from "../icons/Icon";
import { ConditionRow } from "./ConditionRow";
import { isUnfinished, sentenceOf, type Way } from "./condition";
import { removed, replaced } from "./list";
import { RowButtons } from "./RowButtons";
import { rowKeys } from "./rowKeys";
import { Sentence } from "./Sentence";

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
/** So many ways are all open; of more, those that are finished are closed. */
const FEW = 2;

/** One way on, as a sentence: "If country is one of BE, NL, go by Benelux". */
export function WayEditor({ id, place, count, way, operators, onChange, onMove, onRemove, onLeave }: Props) {
  const [isOpen, setOpen] = useState(count <= FEW || isUnfinished(way));
  const name = `way ${place + 1}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset is read twice
    <div className="fd-way" role="group" aria-label={name} onKeyDown={rowKeys(place, count, onMove)}>
      <div className="fd-row fd-way-head">
        <button
          type="button"
          className="fd-way-fold"
          aria-expanded={isOpen}
          aria-controls={`${id}-body`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="chevron" />
          <span className="fd-sentence">
            <Sentence pieces={sentenceOf(way, operators)} />
            {!isOpen && (
              <>
                , go by <b>{way.label || "…"}</b>
              </>
            )}
          </span>
        </button>
        <RowButtons
          name={name}
          isFirst={place === 0}
          isLast={place === count - 1}
          onMove={onMove}
          onRemove={onRemove}
        />
      </div>
      {isOpen && (
        <div id={`${id}-body`} className="fd-way-body">
          {way.conditions.map((condition, index) => (
            <ConditionRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no identity but its place
              key={index}
              id={`${id}-${index}`}
              name={`condition ${index + 1} of ${name}`}
              joint={index === 0 ? "if" : way.match === "any" ? "any" : "all"}
              condition={condition}
              operators={operators}
              onChange={(next) =>
                onChange({ ...way, conditions: replaced(way.conditions, index, next) }, true)
              }
              onMatch={(match) => onChange({ ...way, match }, true)}
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
          <div className="fd-row fd-into">
            <span aria-hidden="true">go by</span>
            <input
              className="fd-input"
              aria-label={`Name of ${name}`}
              placeholder="Name of this way"
              value={way.label}
              onChange={(event) => onChange({ ...way, label: event.target.value }, false)}
              onBlur={onLeave}
            />
          </div>
        </div>
      )}
    </div>
  );
}

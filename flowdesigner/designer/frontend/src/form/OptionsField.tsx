import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { Icon } from "../icons/Icon";
import { isObject, type JsonObject } from "../protocol/json";
import { randomId } from "../state/ids";
import { asText, type FieldProps } from "./input";
import { moved, removed, replaced } from "./list";
import { RowButtons } from "./RowButtons";
import { rowKeys } from "./rowKeys";
import { useDraft } from "./useDraft";

/** The buttons that a customer may press: a label each, in order. */
export function OptionsField({ shape, value, isRefused, isBad, describedBy, onChange }: FieldProps) {
  const options = Array.isArray(value) ? value.filter(isObject) : [];
  const draft = useDraft<JsonObject[]>(options, onChange, isRefused);
  const rows = useRef<HTMLDivElement>(null);
  const noun = shape.label.replace(/s$/, "");
  const wanted = useRef<number | null>(null);
  // Before the next key, which belongs into the new row.
  useLayoutEffect(() => {
    if (wanted.current !== null) rows.current?.querySelectorAll("input")[wanted.current]?.focus();
    wanted.current = null;
  });
  const add = (after: number) => {
    const option = { id: randomId(), label: "" };
    wanted.current = after;
    draft.commit([...draft.value.slice(0, after), option, ...draft.value.slice(after)]);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, index: number) => {
    const isEmpty = event.currentTarget.value === "";
    if (event.key === "Enter") {
      event.preventDefault();
      add(index + 1);
    } else if (event.key === "Backspace" && isEmpty && draft.value.length > 1) {
      event.preventDefault();
      wanted.current = Math.max(0, index - 1);
      draft.commit(removed(draft.value, index));
    }
  };
  return (
    <div ref={rows} className="fd-rows" aria-describedby={describedBy}>
      {draft.value.map((option, index) => {
        const name = `${noun} ${index + 1}`;
        const move = (step: number) => draft.commit(moved(draft.value, index, step));
        return (
          <div
            key={asText(option.id)}
            className="fd-row"
            onKeyDown={rowKeys(index, draft.value.length, move)}
          >
            <input
              className="fd-input"
              aria-label={name}
              aria-invalid={isBad && !asText(option.label)}
              value={asText(option.label)}
              onChange={(event) =>
                draft.change(replaced(draft.value, index, { ...option, label: event.target.value }))
              }
              onBlur={draft.flush}
              onKeyDown={(event) => onKeyDown(event, index)}
            />
            <RowButtons
              name={name.toLowerCase()}
              isFirst={index === 0}
              isLast={index === draft.value.length - 1}
              onMove={move}
              onRemove={() => draft.commit(removed(draft.value, index))}
            />
          </div>
        );
      })}
      <button type="button" className="fd-button fd-small" onClick={() => add(draft.value.length)}>
        <Icon name="plus" />
        Add {noun.toLowerCase()}
      </button>
    </div>
  );
}

import { type KeyboardEvent, useState } from "react";
import { Icon } from "../icons/Icon";
import { removed } from "./list";

interface Props {
  id: string;
  /** What one of them is called: "tag". */
  noun: string;
  label?: string;
  values: string[];
  suggestions?: string[];
  placeholder?: string | undefined;
  isBad?: boolean;
  describedBy?: string;
  onChange: (values: string[]) => void;
}

/** Several short values in one box: typed with Enter or a comma after each, taken away by a cross or Backspace. */
export function Tokens(props: Props) {
  const { id, noun, label, values, suggestions = [], placeholder, isBad, describedBy, onChange } = props;
  const [text, setText] = useState("");
  const add = () => {
    const found = text.split(",").map((one) => one.trim());
    const added = [...new Set(found)].filter((one) => one && !values.includes(one));
    setText("");
    if (added.length) onChange([...values, ...added]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && !text && values.length) onChange(values.slice(0, -1));
  };
  return (
    <div className="fd-input fd-tags">
      {values.map((value, index) => (
        <span key={value} className="fd-pill">
          {value}
          <button
            type="button"
            className="fd-tag-remove"
            aria-label={`Remove ${noun} ${value}`}
            onClick={() => onChange(removed(values, index))}
          >
            <Icon name="cross" />
          </button>
        </span>
      ))}
      <input
        id={id}
        list={`${id}-known`}
        value={text}
        placeholder={values.length ? "" : placeholder}
        aria-label={label}
        aria-invalid={isBad}
        aria-describedby={describedBy}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
      <datalist id={`${id}-known`}>
        {suggestions
          .filter((one) => !values.includes(one))
          .map((one) => (
            <option key={one} value={one} />
          ))}
      </datalist>
    </div>
  );
}

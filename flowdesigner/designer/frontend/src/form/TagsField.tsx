import { type KeyboardEvent, useState } from "react";
import { Icon } from "../icons/Icon";
import { useDesigner } from "../state/context";
import { asText, type FieldProps } from "./input";
import { removed } from "./list";

/** Words that are put onto the conversation. */
export function TagsField({ id, value, isBad, describedBy, onChange }: FieldProps) {
  const known = useDesigner((state) => state.account.tags);
  const tags = Array.isArray(value) ? value.map(asText) : [];
  const [text, setText] = useState("");
  const add = () => {
    const tag = text.trim().replace(/,$/, "").trim();
    setText("");
    if (tag && !tags.includes(tag)) onChange([...tags, tag]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && !text && tags.length) onChange(tags.slice(0, -1));
  };
  return (
    <div className="fd-input fd-tags">
      {tags.map((tag, index) => (
        <span key={tag} className="fd-pill">
          {tag}
          <button
            type="button"
            className="fd-tag-remove"
            aria-label={`Remove tag ${tag}`}
            onClick={() => onChange(removed(tags, index))}
          >
            <Icon name="cross" />
          </button>
        </span>
      ))}
      <input
        id={id}
        list={`${id}-known`}
        value={text}
        placeholder={tags.length ? "" : "Type a tag, then Enter"}
        aria-invalid={isBad}
        aria-describedby={describedBy}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
      <datalist id={`${id}-known`}>
        {known
          .filter((tag) => !tags.includes(tag))
          .map((tag) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
    </div>
  );
}

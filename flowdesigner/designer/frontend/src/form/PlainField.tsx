import { asText, type FieldProps } from "./input";
import { useDraft } from "./useDraft";

/** One line of text, as it is. */
export function PlainField({ id, shape, value, isRefused, isBad, describedBy, onChange }: FieldProps) {
  const draft = useDraft(asText(value), onChange, isRefused);
  return (
    <input
      id={id}
      className="fd-input"
      value={draft.value}
      placeholder={shape.schema["x-placeholder"]}
      maxLength={shape.schema.maxLength}
      aria-invalid={isBad}
      aria-describedby={describedBy}
      onChange={(event) => draft.change(event.target.value)}
      onBlur={draft.flush}
    />
  );
}

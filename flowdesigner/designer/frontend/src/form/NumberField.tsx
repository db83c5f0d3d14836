import type { ReactNode } from "react";
import { asText, type FieldProps } from "./input";
import { useDraft } from "./useDraft";

function NumberInput(props: FieldProps & { placeholder?: string | undefined; unit?: ReactNode }) {
  const { id, shape, value, isRefused, isBad, describedBy, onChange, placeholder, unit } = props;
  const { schema, isOptional } = shape;
  const send = (text: string) => {
    const number = Number(text);
    if (text.trim() === "") {
      if (isOptional) onChange(null);
    } else if (Number.isFinite(number)) onChange(number);
  };
  const draft = useDraft(asText(value), send, isRefused);
  return (
    <span className="fd-number">
      <input
        id={id}
        className="fd-input"
        type="number"
        inputMode="numeric"
        step={schema.type === "integer" ? 1 : "any"}
        min={schema.minimum ?? schema.exclusiveMinimum}
        max={schema.maximum}
        placeholder={placeholder}
        value={draft.value}
        aria-invalid={isBad}
        aria-describedby={describedBy}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.flush}
      />
      {unit}
    </span>
  );
}

/** A number; empty where none is allowed. */
export function NumberField(props: FieldProps) {
  return <NumberInput {...props} placeholder={props.shape.schema["x-placeholder"]} />;
}

/** A time in minutes; empty is never. */
export function MinutesField(props: FieldProps) {
  const placeholder = props.shape.isOptional ? "never" : undefined;
  return <NumberInput {...props} placeholder={placeholder} unit={<span className="fd-unit">minutes</span>} />;
}

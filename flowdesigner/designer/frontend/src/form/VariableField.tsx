import { asText, type FieldProps } from "./input";
import { VariableInput } from "./VariableInput";

/** The name of a variable: one that is known, or a new one. */
export function VariableField({ id, shape, value, isRefused, isBad, describedBy, onChange }: FieldProps) {
  return (
    <VariableInput
      id={id}
      label={shape.label}
      value={asText(value)}
      isRefused={isRefused}
      isBad={isBad}
      describedBy={describedBy}
      onChange={onChange}
    />
  );
}

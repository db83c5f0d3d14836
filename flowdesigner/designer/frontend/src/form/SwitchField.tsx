import type { FieldProps } from "./input";

/** Yes or no. */
export function SwitchField({ id, value, describedBy, onChange }: FieldProps) {
  return (
    <input
      id={id}
      type="checkbox"
      role="switch"
      className="fd-switch"
      checked={value === true}
      aria-checked={value === true}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}

import type { FieldProps } from "./input";

/** A setting that this page has no input for: shown as it is. */
export function OtherField({ id, value }: FieldProps) {
  return (
    <output id={id} className="fd-input fd-output">
      {JSON.stringify(value)}
    </output>
  );
}

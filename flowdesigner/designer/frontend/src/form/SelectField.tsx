import { Choice } from "./Choice";
import { asText, type FieldProps } from "./input";
import { choicesOf } from "./schema";

/** One of a few values. */
export function SelectField({ id, shape, value, isBad, describedBy, onChange }: FieldProps) {
  const original = (text: string) => shape.schema.enum?.find((one) => String(one) === text) ?? null;
  return (
    <Choice
      id={id}
      value={asText(value)}
      choices={choicesOf(shape.schema)}
      empty={shape.isOptional ? "None" : undefined}
      isBad={isBad}
      describedBy={describedBy}
      onChange={(text) => onChange(original(text))}
    />
  );
}

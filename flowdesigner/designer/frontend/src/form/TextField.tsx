import { asText, type FieldProps } from "./input";
import { TemplateEditor } from "./TemplateEditor";

/** A text of several lines with formatting and variables. */
export function RichTextField({ value, shape, ...props }: FieldProps) {
  return (
    <TemplateEditor
      {...props}
      rich
      label={shape.label}
      placeholder={shape.schema["x-placeholder"]}
      value={asText(value)}
    />
  );
}

/** One line with variables. */
export function TextField({ value, shape, ...props }: FieldProps) {
  return (
    <TemplateEditor
      {...props}
      label={shape.label}
      placeholder={shape.schema["x-placeholder"]}
      value={asText(value)}
    />
  );
}

import { asText, type FieldProps } from "./input";
import { TemplateEditor } from "./TemplateEditor";

/** A text of several paragraphs with formatting and variables. */
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

/** One line with variables, or as many as the schema wants. */
export function TextField({ value, shape, ...props }: FieldProps) {
  return (
    <TemplateEditor
      {...props}
      label={shape.label}
      lines={shape.schema["x-lines"]}
      placeholder={shape.schema["x-placeholder"]}
      value={asText(value)}
    />
  );
}

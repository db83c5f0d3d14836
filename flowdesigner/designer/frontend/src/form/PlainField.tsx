import { Combo } from "./Combo";
import { asText, type FieldProps } from "./input";
import { inWords } from "./regionNames";
import { useDraft } from "./useDraft";
import { useSuggestions } from "./useSuggestions";

/** Text as it is: one line, several, or one with suggestions below it. */
export function PlainField(props: FieldProps) {
  const { schema } = props.shape;
  if (schema["x-suggest"]) return <SuggestField {...props} />;
  return schema["x-lines"] ? <Lines {...props} lines={schema["x-lines"]} /> : <Line {...props} />;
}

function Line({ id, shape, value, isRefused, isBad, describedBy, onChange }: FieldProps) {
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

function Lines(props: FieldProps & { lines: number }) {
  const { id, shape, value, isRefused, isBad, describedBy, onChange, lines } = props;
  const draft = useDraft(asText(value), onChange, isRefused);
  return (
    <textarea
      id={id}
      className="fd-input fd-lines-input"
      rows={lines}
      spellCheck={false}
      value={draft.value}
      placeholder={shape.schema["x-placeholder"]}
      aria-invalid={isBad}
      aria-describedby={describedBy}
      onChange={(event) => draft.change(event.target.value)}
      onBlur={draft.flush}
    />
  );
}

function SuggestField(props: FieldProps) {
  const { id, shape, value, isRefused, isBad, describedBy, onChange } = props;
  const { options, ask } = useSuggestions(props);
  const words = inWords(shape.schema["x-within"] ? "" : (shape.schema["x-suggest"] ?? ""), asText(value));
  return (
    <>
      <Combo
        id={id}
        label={shape.label}
        value={asText(value)}
        options={options}
        placeholder={shape.schema["x-placeholder"]}
        isRefused={isRefused}
        isBad={isBad}
        describedBy={describedBy}
        onFocus={ask}
        onChange={onChange}
      />
      {words && <p className="fd-meant">{words}</p>}
    </>
  );
}

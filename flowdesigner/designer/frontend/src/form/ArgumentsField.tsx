import type { FunctionArgument } from "../protocol/desk";
import { IconButton } from "../shell/IconButton";
import { Combo } from "./Combo";
import { asText, type FieldProps } from "./input";
import { fieldsOfRow, type Row, rowsOf } from "./rows";
import { TemplateEditor } from "./TemplateEditor";
import { useDraft } from "./useDraft";
import { useFunctions } from "./useFunctions";

const HINTS: Partial<Record<FunctionArgument["kind"], string>> = {
  number: "A number",
  date: "A day, such as 2026-01-05",
  list: "A list, or texts with commas between",
  other: "A variable, or JSON",
};

function choicesOf(argument: FunctionArgument): string[] {
  return argument.kind === "yes_no" ? ["yes", "no"] : argument.choices;
}

/** What the chosen function is given: an input for each of its arguments, made for the argument's type. */
export function ArgumentsField(props: FieldProps) {
  const { id, shape, value, block, isRefused, describedBy, onChange } = props;
  const [name, text] = fieldsOfRow(shape.schema);
  const functions = useFunctions()?.functions;
  const draft = useDraft<Row[]>(rowsOf(value, [name, text]), onChange, isRefused);
  const rows = draft.value;
  const chosen = asText(block.settings[shape.schema["x-within"] ?? ""]);
  const known = functions?.find((one) => one.name === chosen)?.arguments ?? [];
  const others = rows.filter((row) => !known.some((one) => one.name === row[name]));
  const give = (argument: string, given: string) => {
    const rest = rows.filter((row) => row[name] !== argument);
    draft.commit(given === "" ? rest : [...rest, { [name]: argument, [text]: given }]);
  };
  return (
    <div className="fd-rows fd-arguments" aria-describedby={describedBy}>
      {!known.length && !others.length && (
        <p className="fd-hint">Nothing: the function takes no arguments.</p>
      )}
      {known.map((one) => {
        const given = rows.find((row) => row[name] === one.name)?.[text] ?? "";
        const input = `${id}-${one.name}`;
        const choices = choicesOf(one);
        const common = {
          id: input,
          label: one.name,
          value: given,
          placeholder: one.default ? `${one.default}, unless given` : (HINTS[one.kind] ?? ""),
          isBad: one.required && given === "",
          onChange: (next: string) => give(one.name, next),
        };
        return (
          <div key={`${chosen}.${one.name}`} className="fd-argument">
            <label htmlFor={input} className="fd-argument-name">
              {one.name} {one.required && <span className="fd-hint">needed</span>}
            </label>
            {choices.length ? (
              <Combo
                {...common}
                options={() => choices.map((choice) => ({ value: choice }))}
                other="a variable in braces"
              />
            ) : (
              <TemplateEditor {...common} />
            )}
            {one.description && <p className="fd-hint">{one.description}</p>}
          </div>
        );
      })}
      {others.map((row) => (
        <div key={row[name]} className="fd-row">
          <span className="fd-file-name">
            {row[name]}: {row[text]}
          </span>
          <IconButton icon="cross" label={`Remove ${row[name]}`} onClick={() => give(row[name] ?? "", "")} />
        </div>
      ))}
    </div>
  );
}

import type { JsonObject } from "../protocol/json";
import { IconButton } from "../shell/IconButton";
import { ALONE, SEVERAL, valuesIn } from "./condition";
import { asText } from "./input";
import { TemplateEditor } from "./TemplateEditor";
import { Tokens } from "./Tokens";
import { VariableInput } from "./VariableInput";

interface Props {
  id: string;
  name: string;
  /** The word before it: "If", or what joins it to the one before. */
  joint: "if" | "all" | "any";
  condition: JsonObject;
  operators: { value: string; label: string }[];
  onChange: (condition: JsonObject) => void;
  onMatch: (match: string) => void;
  onRemove: () => void;
}

/** "If" "country" "is one of" "BE, NL". */
export function ConditionRow({ id, name, joint, condition, operators, onChange, onMatch, onRemove }: Props) {
  const operator = asText(condition.operator) || "is";
  const value = asText(condition.value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset is read twice
    <div className="fd-condition" role="group" aria-label={name}>
      {joint === "if" ? (
        <span className="fd-joint">If</span>
      ) : (
        <select
          className="fd-inline-select fd-joint"
          aria-label={`How ${name} is joined`}
          value={joint}
          onChange={(event) => onMatch(event.target.value)}
        >
          <option value="all">and</option>
          <option value="any">or</option>
        </select>
      )}
      <VariableInput
        id={`${id}-variable`}
        label={`Variable of ${name}`}
        placeholder="variable"
        value={asText(condition.variable)}
        onChange={(variable) => onChange({ ...condition, variable })}
      />
      <IconButton icon="cross" label={`Remove ${name}`} onClick={onRemove} />
      <select
        className="fd-input fd-operator"
        aria-label={`Comparison of ${name}`}
        value={operator}
        onChange={(event) => onChange({ ...condition, operator: event.target.value })}
      >
        {operators.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
      {SEVERAL.has(operator) ? (
        <Tokens
          id={`${id}-value`}
          noun="value"
          label={`Values of ${name}`}
          values={valuesIn(value)}
          placeholder="Type each, then Enter"
          onChange={(values) => onChange({ ...condition, value: values.join(", ") })}
        />
      ) : (
        !ALONE.has(operator) && (
          <TemplateEditor
            id={`${id}-value`}
            label={`Value of ${name}`}
            placeholder="value"
            value={value}
            onChange={(next) => onChange({ ...condition, value: next })}
          />
        )
      )}
    </div>
  );
}

import type { JsonObject } from "../protocol/json";
import { IconButton } from "../shell/IconButton";
import { ALONE } from "./condition";
import { asText } from "./input";
import { TemplateEditor } from "./TemplateEditor";
import { VariableInput } from "./VariableInput";

interface Props {
  id: string;
  name: string;
  condition: JsonObject;
  operators: { value: string; label: string }[];
  onChange: (condition: JsonObject) => void;
  onRemove: () => void;
}

/** "topic" "is" "billing". */
export function ConditionRow({ id, name, condition, operators, onChange, onRemove }: Props) {
  const operator = asText(condition.operator) || "is";
  return (
    <div className="fd-condition">
      <VariableInput
        id={`${id}-variable`}
        label={`Variable of ${name}`}
        value={asText(condition.variable)}
        onChange={(variable) => onChange({ ...condition, variable })}
      />
      <div className="fd-row">
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
        {!ALONE.has(operator) && (
          <TemplateEditor
            id={`${id}-value`}
            label={`Value of ${name}`}
            value={asText(condition.value)}
            onChange={(value) => onChange({ ...condition, value })}
          />
        )}
        <IconButton icon="cross" label={`Remove ${name}`} onClick={onRemove} />
      </div>
    </div>
  );
}

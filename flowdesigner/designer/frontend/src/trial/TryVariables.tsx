import { type SubmitEvent, useEffect, useState } from "react";
import { useVariables } from "../form/useVariables";
import type { Json } from "../protocol/json";
import type { Trial } from "../protocol/trial";
import { useSession } from "../state/context";
import { VariableChip } from "../text/VariableChip";
import { typedOf, valueTyped } from "./values";

/** What the bot knows at this point of the conversation; every value can be changed, and others given. */
export function TryVariables({ variables, sensitive = [] }: Pick<Trial, "variables" | "sensitive">) {
  return (
    <section className="fd-known" aria-label="Variables">
      <h3 className="fd-label">Variables</h3>
      <table>
        <tbody>
          {variables.map((one) => (
            <tr key={one.name}>
              <th scope="row">
                <VariableChip name={one.name} />
              </th>
              <td>
                <Value name={one.name} value={one.value} isMasked={sensitive.includes(one.name)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Another />
    </section>
  );
}

function Value({ name, value, isMasked }: { name: string; value: Json; isMasked: boolean }) {
  const session = useSession();
  const known = typedOf(value);
  const [text, setText] = useState(known);
  useEffect(() => setText(known), [known]);
  const send = () => {
    if (text !== known) session.try({ do: "set", name, value: valueTyped(text, value) });
  };
  return (
    <input
      className="fd-input fd-value"
      aria-label={`Value of ${name}`}
      placeholder="not known"
      type={isMasked ? "password" : "text"}
      autoComplete="off"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={send}
      onKeyDown={(event) => {
        if (event.key === "Enter") send();
      }}
    />
  );
}

/** Gives another variable a value: one of the customer's, or one that nothing has set yet. */
function Another() {
  const session = useSession();
  const known = useVariables();
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const set = (event: SubmitEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    session.try({ do: "set", name: name.trim(), value: valueTyped(value, null) });
    setName("");
    setValue("");
  };
  return (
    <form className="fd-row fd-another" onSubmit={set}>
      <input
        className="fd-input fd-value"
        aria-label="Another variable"
        placeholder="variable"
        list="fd-known-variables"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <datalist id="fd-known-variables">
        {known().map((one) => (
          <option key={one.name} value={one.name} />
        ))}
      </datalist>
      <input
        className="fd-input fd-value"
        aria-label="Value of the other variable"
        placeholder="value"
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <button type="submit" className="fd-button fd-small" disabled={!name.trim()}>
        Set
      </button>
    </form>
  );
}

import type { Json } from "../protocol/json";
import type { Trial } from "../protocol/trial";
import { VariableChip } from "../text/VariableChip";

function inWords(value: Json): string {
  if (value === null || value === "") return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What the bot knows at this point of the conversation. */
export function TryVariables({ variables }: { variables: Trial["variables"] }) {
  if (!variables.length) return null;
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
              <td>{inWords(one.value) || <span className="fd-none">not known</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

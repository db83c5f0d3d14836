import { Icon } from "../icons/Icon";
import type { BotVariable } from "../protocol/variables";
import { useDesigner } from "../state/context";
import { Uses } from "./Uses";
import { textOf, usesInWords } from "./values";

/** The variables that every conversation has, each with what it is and an example. */
export function SystemVariables({ variables }: { variables: BotVariable[] }) {
  const system = useDesigner((state) => state.system_variables);
  if (!variables.length) return null;
  return (
    <section className="fd-system" aria-label="Known from the beginning">
      <h3 className="fd-label">Known from the beginning</h3>
      <p className="fd-hint">
        Intercom tells these of every conversation; texts and conditions can use them.
      </p>
      <ul className="fd-variable-list">
        {variables.map((one) => {
          const about = system.find((known) => known.name === one.name);
          return (
            <li key={one.name} className="fd-variable">
              <details>
                <summary className="fd-variable-head">
                  <span className="fd-variable-title">
                    <span className="fd-var">{one.name}</span>
                    <small>{about?.description}</small>
                    <small className="fd-variable-about">
                      For example {textOf(about?.example ?? null)} · {usesInWords(one)}
                    </small>
                  </span>
                  <Icon name="chevron" />
                </summary>
                <div className="fd-variable-body">
                  <Uses label="Read by" none="No text and no condition reads it." uses={one.reads} />
                </div>
              </details>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import { Icon } from "../icons/Icon";
import type { VariableView } from "../protocol/flow";
import type { BotVariable } from "../protocol/variables";
import { useSession } from "../state/context";
import { Describing } from "./Describing";
import { RenameField } from "./RenameField";
import { Uses } from "./Uses";
import { isUnused, MASK, saidOf, TYPES, textOf, usesInWords } from "./values";

interface Props {
  variable: BotVariable;
  taken: string[];
  isOpen: boolean;
  onOpen: (name: string | null) => void;
}

/** One variable: in a line, and opened with everything that can be said and done. */
export function VariableRow({ variable, taken, isOpen, onOpen }: Props) {
  const said = saidOf(variable);
  const { name } = variable;
  const begins = textOf(said.default);
  return (
    <li className="fd-variable">
      <button
        type="button"
        className="fd-variable-head"
        aria-expanded={isOpen}
        onClick={() => onOpen(isOpen ? null : name)}
      >
        <span className="fd-variable-title">
          <span className="fd-var">{name}</span>
          <small>
            {TYPES.find((one) => one.value === said.type)?.label ?? said.type}
            {said.sensitive && ", sensitive"} · {usesInWords(variable)}
          </small>
          {(said.description || begins) && (
            <small className="fd-variable-about">
              {said.description}
              {begins && ` Begins as ${said.sensitive ? MASK : begins}.`}
            </small>
          )}
        </span>
        <Icon name="chevron" />
      </button>
      {isOpen && <Opened variable={variable} said={said} taken={taken} onOpen={onOpen} />}
    </li>
  );
}

interface OpenedProps {
  variable: BotVariable;
  said: VariableView;
  taken: string[];
  onOpen: (name: string | null) => void;
}

function Opened({ variable, said, taken, onOpen }: OpenedProps) {
  const session = useSession();
  const { name } = variable;
  const remove = () => {
    session.ask({ type: "variables", do: "forget", name });
    session.toast("ok", `“${name}” is removed.`, { label: "Take it back", ask: { type: "undo" } });
    onOpen(null);
  };
  return (
    <div className="fd-variable-body">
      <RenameField variable={variable} taken={taken} onRenamed={onOpen} />
      <Describing
        said={said}
        onChange={(changed) => session.ask({ type: "variables", do: "declare", variable: changed })}
      />
      <Uses label="Set by" none="Nothing sets it: it keeps the value it begins with." uses={variable.sets} />
      <Uses label="Read by" none="No text and no condition reads it." uses={variable.reads} />
      {isUnused(variable) ? (
        <button type="button" className="fd-button fd-small fd-ghost fd-danger" onClick={remove}>
          <Icon name="trash" />
          Remove
        </button>
      ) : (
        <p className="fd-hint">It can be removed when no block uses it any more.</p>
      )}
    </div>
  );
}

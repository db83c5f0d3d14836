import { type SubmitEvent, useEffect, useId, useRef, useState } from "react";
import type { BotVariable } from "../protocol/variables";
import { useSession } from "../state/context";
import { nameFault } from "./values";

interface Props {
  variable: BotVariable;
  taken: string[];
  onRenamed: (name: string) => void;
}

/** The variable's name; another one is put wherever it is meant, in all flows. */
export function RenameField({ variable, taken, onRenamed }: Props) {
  const session = useSession();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { name } = variable;
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  useEffect(() => field.current?.focus(), []);
  const isOther = text.trim() !== name;
  const fault = isOther ? nameFault(text.trim(), taken) : "";
  const blocks = new Set([...variable.sets, ...variable.reads].map((use) => `${use.flow} ${use.block}`)).size;
  const rename = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isOther || fault) return;
    const to = text.trim();
    session.ask({ type: "variables", do: "rename", name, to });
    session.toast("ok", `“${name}” is “${to}” now, wherever it is meant.`, {
      label: "Take it back",
      ask: { type: "undo" },
    });
    onRenamed(to);
  };
  return (
    <form className="fd-field" onSubmit={rename}>
      <label className="fd-label" htmlFor={id}>
        Name
      </label>
      <span className="fd-row">
        <input
          ref={field}
          id={id}
          className="fd-input"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={fault !== ""}
          aria-describedby={`${id}-note`}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || !isOther) return;
            event.preventDefault();
            setText(name);
          }}
        />
        {isOther && (
          <button type="submit" className="fd-button fd-primary" disabled={fault !== ""}>
            Rename
          </button>
        )}
      </span>
      <p id={`${id}-note`} className={fault ? "fd-complaint" : "fd-hint"}>
        {fault || (isOther ? `Changes ${blocks === 1 ? "1 block" : `${blocks} blocks`}, in all flows.` : "")}
      </p>
    </form>
  );
}

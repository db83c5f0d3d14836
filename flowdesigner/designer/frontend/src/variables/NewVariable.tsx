import { type SubmitEvent, useEffect, useId, useRef, useState } from "react";
import { useSession } from "../state/context";
import { Describing } from "./Describing";
import { nameFault, said } from "./values";

interface Props {
  taken: string[];
  /** Puts the form away; with the name of the variable that it has made. */
  onDone: (name?: string) => void;
}

/** A variable that no block uses yet. */
export function NewVariable({ taken, onDone }: Props) {
  const session = useSession();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [one, setOne] = useState(said(""));
  useEffect(() => field.current?.focus(), []);
  const fault = one.name ? nameFault(one.name, taken) : "";
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    if (!one.name || fault) return;
    session.ask({ type: "variables", do: "declare", variable: one });
    onDone(one.name);
  };
  return (
    <form
      className="fd-variable fd-variable-body"
      aria-label="New variable"
      onSubmit={add}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onDone();
      }}
    >
      <div className="fd-field">
        <label className="fd-label" htmlFor={id}>
          Name
        </label>
        <input
          ref={field}
          id={id}
          className="fd-input"
          placeholder="order_number"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={fault !== ""}
          aria-describedby={`${id}-note`}
          value={one.name}
          onChange={(event) => setOne({ ...one, name: event.target.value.trim() })}
        />
        <p id={`${id}-note`} className="fd-complaint">
          {fault}
        </p>
      </div>
      <Describing said={one} onChange={(changed) => setOne((now) => ({ ...changed, name: now.name }))} />
      <div className="fd-row">
        <button type="submit" className="fd-button fd-primary" disabled={!one.name || fault !== ""}>
          Add
        </button>
        <button type="button" className="fd-button fd-ghost" onClick={() => onDone()}>
          Cancel
        </button>
      </div>
    </form>
  );
}

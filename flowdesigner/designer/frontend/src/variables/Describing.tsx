import { useId, useState } from "react";
import { Choice } from "../form/Choice";
import { useDraft } from "../form/useDraft";
import type { VariableView } from "../protocol/flow";
import { IconButton } from "../shell/IconButton";
import { TYPES, textOf, valueTyped } from "./values";

interface Props {
  said: VariableView;
  onChange: (said: VariableView) => void;
}

/** What is said of a variable: its type, the value it begins with, what it is for, and whether people may see it. */
export function Describing({ said, onChange }: Props) {
  const id = useId();
  const description = useDraft(said.description, (text) => onChange({ ...said, description: text }));
  const retype = (type: string) => {
    const begins = valueTyped(textOf(said.default), type);
    onChange({ ...said, type, default: "value" in begins ? begins.value : null });
  };
  return (
    <>
      <div className="fd-field fd-half">
        <label className="fd-label" htmlFor={`${id}-type`}>
          Type
        </label>
        <Choice
          id={`${id}-type`}
          value={said.type}
          choices={TYPES}
          isBad={false}
          describedBy=""
          onChange={retype}
        />
      </div>
      <Begins key={said.type} id={`${id}-default`} said={said} onChange={onChange} />
      <div className="fd-field">
        <label className="fd-label" htmlFor={`${id}-about`}>
          Description
        </label>
        <input
          id={`${id}-about`}
          className="fd-input"
          placeholder="What it is for"
          value={description.value}
          onChange={(event) => description.change(event.target.value)}
          onBlur={description.flush}
        />
      </div>
      <div className="fd-field" data-widget="switch">
        <label className="fd-label" htmlFor={`${id}-sensitive`}>
          Sensitive
        </label>
        <input
          id={`${id}-sensitive`}
          type="checkbox"
          role="switch"
          className="fd-switch"
          checked={said.sensitive}
          aria-checked={said.sensitive}
          aria-describedby={`${id}-sensitive-note`}
          onChange={(event) => onChange({ ...said, sensitive: event.target.checked })}
        />
        <p id={`${id}-sensitive-note`} className="fd-hint">
          Its value is masked wherever people or logs would see it.
        </p>
      </div>
    </>
  );
}

/** The value that the variable has until something sets it. */
function Begins({ id, said, onChange }: Props & { id: string }) {
  const [isShown, setShown] = useState(false);
  const [wrong, setWrong] = useState("");
  const draft = useDraft(textOf(said.default), (text) => {
    const typed = valueTyped(text, said.type);
    setWrong("wrong" in typed ? typed.wrong : "");
    if ("value" in typed) onChange({ ...said, default: typed.value });
  });
  const isHidden = said.sensitive && !isShown;
  const asField = said.type === "date" ? "date" : "text";
  return (
    <div className="fd-field fd-half">
      <label className="fd-label" htmlFor={id}>
        Begins as
      </label>
      {said.type === "yes_no" ? (
        <Choice
          id={id}
          value={draft.value}
          choices={["yes", "no"].map((value) => ({ value, label: value }))}
          empty="not known"
          isBad={false}
          describedBy={`${id}-note`}
          onChange={draft.commit}
        />
      ) : (
        <span className="fd-row">
          <input
            id={id}
            className="fd-input"
            type={isHidden ? "password" : asField}
            autoComplete="off"
            placeholder="not known"
            aria-invalid={wrong !== ""}
            aria-describedby={`${id}-note`}
            value={draft.value}
            onChange={(event) => draft.change(event.target.value)}
            onBlur={draft.flush}
          />
          {said.sensitive && (
            <IconButton
              icon="eye"
              label="Show the value"
              pressed={isShown}
              onClick={() => setShown(!isShown)}
            />
          )}
        </span>
      )}
      <p id={`${id}-note`} className="fd-complaint fd-one-line">
        {wrong}
      </p>
    </div>
  );
}

import { type KeyboardEvent, useState } from "react";
import { useDraft } from "./useDraft";
import { type KnownVariable, matching, useVariables } from "./useVariables";
import { VariableList } from "./VariableList";

interface Props {
  id: string;
  label: string;
  value: string;
  isRefused?: boolean;
  isBad?: boolean;
  describedBy?: string;
  onChange: (name: string) => void;
}

const SHOWN = 8;

function suggestions(all: KnownVariable[], typed: string): KnownVariable[] {
  const found = matching(all, typed).slice(0, SHOWN);
  const isNew = typed !== "" && !all.some((one) => one.name === typed);
  return isNew ? [...found, { name: typed, description: "new variable" }] : found;
}

/** A line to type a variable's name in, with the known names below. */
export function VariableInput({ id, label, value, isRefused, isBad, describedBy, onChange }: Props) {
  const draft = useDraft(value, onChange, isRefused);
  const variables = useVariables();
  const [active, setActive] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? suggestions(variables(), draft.value) : [];
  const list = `${id}-list`;
  const pick = (name: string) => {
    draft.commit(name);
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + shown.length) % Math.max(1, shown.length));
    } else if (event.key === "Enter" && shown[active]) {
      event.preventDefault();
      pick(shown[active].name);
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <span className="fd-combo">
      <input
        id={id}
        className="fd-input"
        role="combobox"
        autoComplete="off"
        aria-label={label}
        aria-expanded={shown.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown[active] ? `${list}-${active}` : undefined}
        aria-invalid={isBad}
        aria-describedby={describedBy}
        placeholder="Choose, or type a new name"
        value={draft.value}
        onFocus={() => setOpen(true)}
        onBlur={() => {
          setOpen(false);
          draft.flush();
        }}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setOpen(true);
          setActive(-1);
          draft.change(event.target.value);
        }}
      />
      {shown.length > 0 && <VariableList id={list} variables={shown} active={active} onPick={pick} />}
    </span>
  );
}

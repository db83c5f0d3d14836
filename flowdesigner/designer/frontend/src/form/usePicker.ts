import { type KeyboardEvent, type RefObject, useState } from "react";
import { replaceByChip, type Typed, typedVariable } from "./caret";
import { type KnownVariable, matching, useVariables } from "./useVariables";

const SHOWN = 8;

export interface Picker {
  shown: KnownVariable[];
  active: number;
  isOpen: boolean;
  /** Looks at what stands before the cursor; true while a variable is being typed. */
  update: () => boolean;
  pick: (name: string) => void;
  close: () => void;
  /** Handles the keys of the list; true when the key was its. */
  onKey: (event: KeyboardEvent) => boolean;
}

/** The list of variables that opens on `{`; `isEager` has the first of them ready to be taken. */
export function usePicker(root: RefObject<HTMLElement | null>, onPicked: () => void, isEager = true): Picker {
  const first = isEager ? 0 : -1;
  const variables = useVariables();
  const [typed, setTyped] = useState<Typed | null>(null);
  const [active, setActive] = useState(first);
  const shown = typed ? matching(variables(), typed.name).slice(0, SHOWN) : [];
  const isOpen = shown.length > 0;

  const update = () => {
    const now = root.current && typedVariable(root.current);
    setTyped(now);
    if (now?.name !== typed?.name) setActive(now?.name ? 0 : first);
    return now !== null && matching(variables(), now.name).length > 0;
  };
  const pick = (name: string) => {
    if (!typed) return;
    replaceByChip(typed.node, typed.start, typed.end, name);
    setTyped(null);
    onPicked();
  };
  const onKey = (event: KeyboardEvent) => {
    if (!isOpen) return false;
    if (event.key === "ArrowDown") setActive((active + 1) % shown.length);
    else if (event.key === "ArrowUp") setActive((active <= 0 ? shown.length : active) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && shown[active]) pick(shown[active].name);
    else if (event.key === "Escape") setTyped(null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { shown, active, isOpen, update, pick, close: () => setTyped(null), onKey };
}

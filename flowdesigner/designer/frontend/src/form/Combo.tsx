import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { type Option, optionsFor } from "./options";
import { useDraft } from "./useDraft";

interface Props {
  id: string;
  label: string;
  value: string;
  options: () => Option[];
  /** What is said of a text that is none of the options; without it only the options are offered. */
  other?: string;
  placeholder?: string | undefined;
  isRefused?: boolean | undefined;
  isBad?: boolean | undefined;
  describedBy?: string | undefined;
  onFocus?: () => void;
  onChange: (value: string) => void;
}

/** A line to type in, with what fits below it: chosen by the arrows and Enter, or by the mouse. */
export function Combo(props: Props) {
  const { id, label, options, other, placeholder, isBad, describedBy, onFocus } = props;
  const draft = useDraft(props.value, props.onChange, props.isRefused);
  const [active, setActive] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const [isTyped, setTyped] = useState(false);
  const shown = isOpen ? optionsFor(options(), draft.value, isTyped, other) : [];
  const list = `${id}-list`;
  const pick = (value: string) => {
    draft.commit(value);
    setOpen(false);
  };
  const leave = () => {
    setOpen(false);
    const meant = options().find((one) => one.words?.toLowerCase() === draft.value.trim().toLowerCase());
    if (meant && meant.value !== draft.value) draft.commit(meant.value);
    else draft.flush();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const count = Math.max(1, shown.length);
      setActive(event.key === "ArrowDown" ? (active + 1) % count : (active <= 0 ? count : active) - 1);
    } else if (event.key === "Enter" && shown[active]) {
      event.preventDefault();
      pick(shown[active].value);
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
        placeholder={placeholder}
        value={draft.value}
        onFocus={() => {
          setOpen(true);
          setTyped(false);
          setActive(-1);
          onFocus?.();
        }}
        onBlur={leave}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setOpen(true);
          setTyped(true);
          setActive(-1);
          draft.change(event.target.value);
        }}
      />
      {shown.length > 0 && <Options id={list} label={label} options={shown} active={active} onPick={pick} />}
    </span>
  );
}

interface OptionsProps {
  id: string;
  label: string;
  options: Option[];
  active: number;
  onPick: (value: string) => void;
}

/** The list below a field, which keeps the focus and the keys; the mouse may pick too. */
export function Options({ id, label, options, active, onPick }: OptionsProps) {
  const list = useRef<HTMLDivElement>(null);
  // What opens below the edge of the panel comes into view.
  useEffect(() => list.current?.scrollIntoView({ block: "nearest" }), []);
  useEffect(() => {
    if (active >= 0) list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={label} className="fd-list">
      {options.map((one, index) => (
        <div
          key={one.value}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="fd-list-item"
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(one.value);
          }}
        >
          {shownValue(one)}
          <span className="fd-list-note">{one.words ?? one.note}</span>
        </div>
      ))}
    </div>
  );
}

function shownValue(one: Option): ReactNode {
  return one.isVariable ? <span className="fd-var">{one.value}</span> : <span>{one.value}</span>;
}

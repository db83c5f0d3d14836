import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { Icon } from "../icons/Icon";
import { KindChip } from "../icons/KindChip";
import type { Point } from "../protocol/flow";
import { byGroup, type Choice, matching } from "./choices";

interface Props {
  label: string;
  placeholder: string;
  /** All choices, or those for what was typed. */
  choices: Choice[] | ((search: string) => Choice[]);
  /** What to say when nothing fits. */
  none: string;
  onPick: (choice: Choice) => void;
  onClose: () => void;
  /** A point of the screen; without one it stands at the top of the canvas. */
  at?: Point | null | undefined;
  search?: string | undefined;
}

/** A small searchable list over the canvas: type, choose with the arrows, Enter. */
export function Picker({ label, placeholder, choices, none, onPick, onClose, at, search = "" }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const [text, setText] = useState(search);
  const [active, setActive] = useState(0);
  const found = typeof choices === "function" ? choices(text) : matching(choices, text);
  usePlace(root, at);
  useFocusInside(root);
  useEffect(() => {
    root.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = found[active];
    if (event.key === "ArrowDown") setActive((active + 1) % Math.max(1, found.length));
    else if (event.key === "ArrowUp") setActive((active + found.length - 1) % Math.max(1, found.length));
    else if (event.key === "Enter" && chosen) onPick(chosen);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={root}
      className="fd-picker"
      data-placed={Boolean(at)}
      role="dialog"
      aria-label={label}
      onBlur={(event) => {
        if (root.current?.contains(event.relatedTarget as Node | null)) return;
        // A list that another one takes the place of loses the focus too, but is not left.
        queueMicrotask(() => root.current && onClose());
      }}
    >
      <label className="fd-search">
        <Icon name="find" />
        <input
          type="text"
          className="fd-search-input"
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
          placeholder={placeholder}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <div id={`${id}-list`} className="fd-picker-list" role="listbox" aria-label={label} tabIndex={-1}>
        {byGroup(found).map(([group, members]) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not be in a list
          <div key={group} role="group" aria-label={group} className="fd-picker-group">
            <span className="fd-picker-heading" aria-hidden="true">
              {group}
            </span>
            {members.map((choice) => {
              const index = found.indexOf(choice);
              return (
                <PickerRow
                  key={choice.id}
                  id={`${id}-${index}`}
                  choice={choice}
                  isActive={index === active}
                  onPick={onPick}
                />
              );
            })}
          </div>
        ))}
      </div>
      {!found.length && <p className="fd-none">{none}</p>}
      <span className="fd-hidden" role="status">
        {found.length === 1 ? "1 result" : `${found.length} results`}
      </span>
    </div>
  );
}

interface RowProps {
  id: string;
  choice: Choice;
  isActive: boolean;
  onPick: (choice: Choice) => void;
}

function PickerRow({ id, choice, isActive, onPick }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the search field
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the search field
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className="fd-picker-row"
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onPick(choice)}
    >
      {choice.kind && <KindChip kind={choice.kind} />}
      <span className="fd-picker-name">{choice.label}</span>
      {choice.hint && <span className="fd-picker-hint">{choice.hint}</span>}
    </div>
  );
}

/** Puts it at a point of the screen, inside the canvas. */
function usePlace(root: { current: HTMLElement | null }, at: Point | null | undefined): void {
  useLayoutEffect(() => {
    const element = root.current;
    const around = element?.parentElement?.getBoundingClientRect();
    if (!element || !around || !at) return;
    const left = Math.min(at[0] - around.left, around.width - element.offsetWidth - 12);
    const top = Math.min(at[1] - around.top, around.height - element.offsetHeight - 12);
    element.style.left = `${Math.max(12, left)}px`;
    element.style.top = `${Math.max(12, top)}px`;
  }, [root, at]);
}

/** Takes the focus, and gives it back where it came from. */
function useFocusInside(root: { current: HTMLElement | null }): void {
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const input = root.current?.querySelector("input");
    input?.focus();
    input?.select();
    return () => {
      // Whoever was chosen may have taken the focus already.
      if (document.activeElement === document.body || root.current?.contains(document.activeElement))
        before?.focus({ preventScroll: true });
    };
  }, [root]);
}

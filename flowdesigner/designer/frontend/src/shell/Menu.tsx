import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

export interface MenuItem {
  label: string;
  onChoose: () => void;
  /** For a choice among several: whether it is the chosen one. */
  checked?: boolean;
}

interface Props {
  label: string;
  button: ReactNode;
  items: MenuItem[];
  className?: string;
  /** Opens upwards. */
  up?: boolean;
}

/** A button with a list of commands. */
export function Menu({ label, button, items, className = "fd-button", up = false }: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const entries = () => [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
  const close = (back: boolean) => {
    setOpen(false);
    if (back) root.current?.querySelector("button")?.focus();
  };
  useEffect(() => {
    if (isOpen) root.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) return;
    const all = entries();
    const now = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === "ArrowDown") all[(now + 1) % all.length]?.focus();
    else if (event.key === "ArrowUp") all.at(now - 1)?.focus();
    else if (event.key === "Escape") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span
      ref={root}
      className="fd-menu"
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!root.current?.contains(event.relatedTarget)) close(false);
      }}
    >
      <button
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title={label}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen && (
        <div role="menu" aria-label={label} className="fd-menu-list" data-up={up}>
          {items.map(({ label: text, onChoose, checked }) => (
            <button
              key={text}
              type="button"
              {...(checked === undefined
                ? { role: "menuitem" }
                : { role: "menuitemradio", "aria-checked": checked })}
              className="fd-menu-item"
              onClick={() => {
                close(true);
                onChoose();
              }}
            >
              {text}
              {checked && <span aria-hidden="true">✓</span>}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}

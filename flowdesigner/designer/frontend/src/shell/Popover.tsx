import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

interface Props {
  label: string;
  button: ReactNode;
  className?: string;
  disabled?: boolean;
  /** What is in it; `close` puts it away. */
  children: (close: () => void) => ReactNode;
}

const FIRST = ":is(input, textarea, select, button):not(:disabled)";

/** A button that opens a few fields over what is there. */
export function Popover({ label, button, className = "fd-button", disabled, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const close = () => {
    setOpen(false);
    root.current?.querySelector("button")?.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    root.current?.querySelector<HTMLElement>(`.fd-popover ${FIRST}`)?.focus();
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen || event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <span ref={root} className="fd-popover-root" onKeyDown={onKeyDown}>
      <button
        type="button"
        className={`${className} ${isOpen ? "fd-on" : ""}`}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={label}
        disabled={disabled}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen && (
        <div className="fd-popover" role="dialog" aria-label={label}>
          {children(close)}
        </div>
      )}
    </span>
  );
}

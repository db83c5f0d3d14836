import { type ReactNode, useEffect, useId, useRef } from "react";

interface Props {
  title: string;
  className?: string;
  onClose: () => void;
  /** Whether Escape may close it now; true when nothing is given. */
  mayClose?: () => boolean;
  children: ReactNode;
}

/** A dialog over everything: the keys stay in it, and go back to where they were when it closes. */
export function Modal({ title, className = "", onClose, mayClose, children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`fd-dialog ${className}`}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={(event) => {
        if (mayClose && !mayClose()) event.preventDefault();
      }}
      onKeyDown={(event) => {
        // What lies behind hears keys as well.
        if (event.key === "Escape") event.stopPropagation();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

import { type FormEvent, useEffect, useRef, useState } from "react";
import { useDesigner, useSession } from "../state/context";

/** Asks how others shall call the person at this page. */
export function NameDialog({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const [name, setName] = useState(useDesigner((state) => state.name));
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    session.call(name.trim());
    onClose();
  };
  return (
    <dialog ref={dialog} className="fd-dialog" aria-labelledby="fd-name-title" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="fd-name-title">Who are you?</h2>
        <p className="fd-lead">
          Others who have this bot open see your name where you are. It stays in this browser.
        </p>
        <label className="fd-label" htmlFor="fd-name">
          Your name
        </label>
        <input
          id="fd-name"
          className="fd-input"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="fd-dialog-foot">
          <button type="button" className="fd-button fd-ghost" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="fd-button fd-primary">
            Keep it
          </button>
        </div>
      </form>
    </dialog>
  );
}

import { type FormEvent, useEffect, useState } from "react";
import { Modal } from "../shell/Modal";
import { useDesigner, useSession } from "../state/context";
import { CopyLine } from "./CopyLine";
import { addressOf, type Beginning, lineFor, proposedName } from "./start";

interface Props {
  beginning: Beginning;
  /** Where bots are, and what those there are called. */
  folder: string;
  taken: string[];
  onClose: () => void;
}

const FIELD = "fd-new-bot-name";
const COMPLAINT = "fd-new-bot-complaint";

/** Asks for the new bot's name, makes it and opens it; what keeps it from being made is said here. */
export function NewBotDialog({ beginning, folder, taken, onClose }: Props) {
  const session = useSession();
  const embedded = useDesigner((state) => state.embedded);
  const made = useDesigner((state) => state.desk.made);
  const notMade = useDesigner((state) => state.desk.notMade);
  const [name, setName] = useState(() => proposedName(beginning, taken));
  const [isSent, setSent] = useState(false);

  useEffect(() => session.store.dispatch({ type: "desk", desk: { made: null, notMade: "" } }), [session]);
  useEffect(() => {
    if (notMade) setSent(false);
  }, [notMade]);
  useEffect(() => {
    if (!made || !isSent) return;
    if (embedded) session.ask({ type: "bots", do: "list" });
    else window.location.assign(addressOf(made.folder));
  }, [session, made, isSent, embedded]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    session.store.dispatch({ type: "desk", desk: { made: null, notMade: "" } });
    setSent(true);
    const what =
      beginning.kind === "example"
        ? { example: beginning.example.id }
        : beginning.kind === "file"
          ? { text: beginning.text }
          : {};
    session.ask({ type: "bots", do: "make", name, ...what });
  };
  if (made && isSent && embedded)
    return (
      <Modal title={`“${made.name}” is made`} onClose={onClose}>
        <p className="fd-lead">It is in {made.path}. To open it here, run this line in a cell:</p>
        <CopyLine line={lineFor(made.path)} />
        <div className="fd-dialog-foot">
          <button type="button" className="fd-button fd-primary" onClick={onClose}>
            Close
          </button>
        </div>
      </Modal>
    );
  return (
    <Modal title={titleOf(beginning)} onClose={onClose}>
      <form onSubmit={submit}>
        <p className="fd-lead">It gets a folder of its own in {folder}.</p>
        <label className="fd-label" htmlFor={FIELD}>
          What is it called?
        </label>
        <input
          id={FIELD}
          className="fd-input"
          maxLength={60}
          required
          value={name}
          aria-invalid={Boolean(notMade)}
          aria-describedby={notMade ? COMPLAINT : undefined}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setName(event.target.value)}
        />
        <div role="alert">
          {notMade && (
            <p id={COMPLAINT} className="fd-complaint">
              {notMade}
            </p>
          )}
        </div>
        <div className="fd-dialog-foot">
          <button type="button" className="fd-button fd-ghost" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="fd-button fd-primary" disabled={isSent}>
            {isSent ? "Making it" : embedded ? "Make it" : "Make and open"}
          </button>
        </div>
      </form>
    </Modal>
  );
}

function titleOf(beginning: Beginning): string {
  if (beginning.kind === "example") return `New bot like “${beginning.example.name}”`;
  return beginning.kind === "file" ? "New bot of a file" : "New empty bot";
}

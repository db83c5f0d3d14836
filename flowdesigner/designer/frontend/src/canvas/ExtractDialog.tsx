import { useEffect, useRef, useState } from "react";
import { useSession } from "../state/context";
import { plural } from "../state/selectors";

/** Asks for the name of the flow that selected blocks become. */
export function ExtractDialog({ blocks, onClose }: { blocks: string[]; onClose: () => void }) {
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState("");
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="fd-dialog" aria-labelledby="fd-extract-title" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          session.extract(blocks, name.trim());
          onClose();
        }}
      >
        <h2 id="fd-extract-title">Make {plural(blocks.length, "block")} a flow of their own</h2>
        <p className="fd-lead">
          A block that goes to the new flow stands in their place. Customers notice nothing; other flows can
          use it too.
        </p>
        <label className="fd-label" htmlFor="fd-extract-name">
          Name of the flow
        </label>
        <input
          id="fd-extract-name"
          className="fd-input"
          placeholder="Ask for the order number"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="fd-dialog-foot">
          <button type="button" className="fd-button fd-ghost" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="fd-button fd-primary">
            Make the flow
          </button>
        </div>
      </form>
    </dialog>
  );
}

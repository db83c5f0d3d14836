import { useEffect, useRef, useState } from "react";
import { useDesigner, useSession } from "../state/context";
import { countProblems, plural } from "../state/selectors";
import { problemKey } from "./ProblemList";
import { ProblemRow } from "./ProblemRow";

/** Asks for a note and publishes; errors are listed and stop it. */
export function PublishDialog() {
  const isOpen = useDesigner((state) => state.publishing !== "closed");
  return isOpen ? <Dialog /> : null;
}

function Dialog() {
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const [note, setNote] = useState("");
  const live = useDesigner((state) => state.bot.live);
  const isSent = useDesigner((state) => state.publishing === "sent");
  const isAway = useDesigner((state) => state.connection !== "online");
  const refused = useDesigner((state) => state.publishRefused);
  const problems = useDesigner((state) => state.problems);
  const { errors } = countProblems(problems);
  const close = () => session.store.dispatch({ type: "publishing", publishing: "closed" });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const listed = refused?.problems.length ? refused.problems : problems;
  const verdict =
    refused?.message ??
    (errors ? `This flow has ${plural(errors, "error")}, so it cannot be published yet.` : "");
  return (
    <dialog ref={dialog} className="fd-dialog" aria-labelledby="fd-publish-title" onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          session.publish(note.trim());
        }}
      >
        <h2 id="fd-publish-title">Publish version {(live?.number ?? 0) + 1}</h2>
        <p className="fd-lead">
          A published version never changes. New conversations use it once the bot is live.
        </p>
        <label className="fd-label" htmlFor="fd-publish-note">
          What is new
        </label>
        <textarea
          id="fd-publish-note"
          className="fd-input"
          rows={3}
          placeholder="Asks for the order number first"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <div role="alert">{verdict && <p className="fd-verdict">{verdict}</p>}</div>
        {listed.length > 0 && (
          <section className="fd-dialog-problems" aria-label="Problems that were found">
            {listed.map((problem) => (
              <ProblemRow key={problemKey(problem)} problem={problem} onShow={close} />
            ))}
          </section>
        )}
        <div className="fd-dialog-foot">
          <button type="button" className="fd-button fd-ghost" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="fd-button fd-primary" disabled={isSent || isAway || errors > 0}>
            {isSent ? "Publishing" : "Publish version"}
          </button>
        </div>
      </form>
    </dialog>
  );
}

import { type SubmitEvent, useEffect, useState } from "react";
import { useDesigner, useSession } from "../state/context";
import { countProblems, plural } from "../state/selectors";
import { MoveChoice } from "../versions/MoveChoice";
import { Modal } from "./Modal";
import { PublishChanges } from "./PublishChanges";
import { PublishProblems } from "./PublishProblems";
import { PublishTests } from "./PublishTests";
import { useFailedTests } from "./useFailedTests";

/** What there is to know before a version is made, and what is said of it. */
export function PublishForm() {
  const session = useSession();
  const [note, setNote] = useState("");
  const [move, setMove] = useState(false);
  const live = useDesigner((state) => state.bot.live?.number ?? 0);
  const next = useDesigner((state) => state.desk.versions?.next_number ?? live + 1);
  const isSent = useDesigner((state) => state.publishing === "sent");
  const isAway = useDesigner((state) => state.connection !== "online");
  const refused = useDesigner((state) => state.publishRefused);
  const problems = useDesigner((state) => state.problems);
  const failed = useFailedTests();
  const { errors } = countProblems(problems);
  const close = () => session.store.dispatch({ type: "publishing", publishing: "closed" });
  useEffect(() => {
    session.ask({ type: "versions", do: "list" });
  }, [session]);
  const publish = (event: SubmitEvent) => {
    event.preventDefault();
    session.publish(note.trim(), { despite: Boolean(failed?.length), move });
  };
  const despite = Boolean(failed?.length) && !errors;
  const verdict = refused?.problems.length
    ? refused.message
    : errors
      ? `This flow has ${plural(errors, "error")}, so it cannot be published yet.`
      : "";
  return (
    <Modal title={`Publish version ${next}`} className="fd-publish" onClose={close}>
      <form onSubmit={publish}>
        <div className="fd-publish-body">
          <p className="fd-lead">
            A published version never changes. New conversations use it once the bot is live.
          </p>
          <label className="fd-label" htmlFor="fd-publish-note">
            What is new
          </label>
          <textarea
            id="fd-publish-note"
            className="fd-input"
            rows={2}
            placeholder="Asks for the order number first"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <div role="alert">{verdict && <p className="fd-verdict">{verdict}</p>}</div>
          <PublishProblems problems={refused?.problems.length ? refused.problems : problems} close={close} />
          {live > 0 && <PublishChanges live={live} close={close} />}
          <PublishTests failed={failed} close={close} />
          {live > 0 && <MoveChoice number={null} move={move} onChange={setMove} />}
        </div>
        <div className="fd-dialog-foot">
          <button type="button" className="fd-button fd-ghost" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="fd-button fd-primary" disabled={isSent || isAway || errors > 0}>
            {isSent ? "Publishing" : despite ? "Publish anyway" : "Publish version"}
          </button>
        </div>
      </form>
    </Modal>
  );
}

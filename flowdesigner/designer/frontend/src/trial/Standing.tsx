import type { Trial } from "../protocol/trial";
import { useDesigner, useSession } from "../state/context";

/** What is set up for the next turns, and in which other flow the conversation is. */
export function Standing({ trial }: { trial: Trial | null }) {
  const session = useSession();
  const shown = useDesigner((state) => state.flow?.id);
  const flows = useDesigner((state) => state.bot.flows);
  if (!trial) return null;
  const { at, failing, answering, away, calls, stuck } = trial;
  const elsewhere = at && at.flow !== shown ? flows.find((flow) => flow.id === at.flow) : undefined;
  if (!elsewhere && !failing && !answering.length && !away && calls === "example" && !stuck) return null;
  return (
    <div className="fd-side-foot fd-standing" role="status">
      {stuck && (
        <span className="fd-pill fd-long" data-tone="warn">
          The test cannot go on here: {stuck}
        </span>
      )}
      {failing && (
        <span className="fd-pill fd-long" data-tone="warn">
          The next call fails: {failing}
        </span>
      )}
      {answering.length > 0 && (
        <span className="fd-pill" data-tone="warn">
          Next answers of APIs: {answering.join(", ")}
        </span>
      )}
      {away && (
        <span className="fd-pill" data-tone="warn">
          No teammate is there
        </span>
      )}
      {calls === "real" && (
        <span className="fd-pill" data-tone="warn">
          Calls to APIs are real
        </span>
      )}
      {elsewhere && (
        <span>
          The conversation is in {elsewhere.name}.{" "}
          <button type="button" className="fd-text-link" onClick={() => session.openFlow(elsewhere.id)}>
            Show it
          </button>
        </span>
      )}
    </div>
  );
}

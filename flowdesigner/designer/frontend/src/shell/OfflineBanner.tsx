import { useDesigner, useSession } from "../state/context";
import { plural } from "../state/selectors";

/** Says at once when the designer's kernel does not answer, that nothing is lost, and what to do. */
export function OfflineBanner() {
  const session = useSession();
  const connection = useDesigner((state) => state.connection);
  const hasFlow = useDesigner((state) => state.flow !== null);
  const waiting = useDesigner((state) => state.pending.length);
  const embedded = useDesigner((state) => state.embedded);
  const isAway = connection === "gone" || (connection === "offline" && hasFlow);
  const kept = waiting ? `${plural(waiting, "change")} kept in this browser. ` : "Nothing is lost. ";
  const remedy = embedded ? "Run the cell again to go on." : "Load the page again to go on.";
  const next = connection === "gone" ? remedy : "Trying again.";
  return (
    <div role="alert">
      {isAway && (
        <div className="fd-banner">
          <span>
            <b>The designer has lost its connection.</b> {kept}
            {next}
          </span>
          {connection === "gone" && !embedded ? (
            <button type="button" className="fd-button fd-small" onClick={() => window.location.reload()}>
              Load again
            </button>
          ) : (
            <button type="button" className="fd-button fd-small" onClick={() => session.hello()}>
              Try now
            </button>
          )}
        </div>
      )}
    </div>
  );
}

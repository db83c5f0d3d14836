import { useDesigner, useSession } from "../state/context";
import { useTestRuns } from "./useTestRuns";

/** Says what the marks on the canvas mean while they are shown, and takes them away. */
export function CoverageLegend() {
  const session = useSession();
  useTestRuns();
  const coverage = useDesigner((state) => (state.desk.coverage ? state.desk.tests?.coverage : undefined));
  if (!coverage) return null;
  const isWhole = !coverage.untouched_blocks.length && !coverage.untouched_ports.length;
  return (
    <section className="fd-untouched-legend" aria-label="What no test touches">
      {isWhole ? (
        <span>The tests touch everything.</span>
      ) : (
        <ul>
          <li>
            <i className="fd-untouched-card" aria-hidden="true" />
            No test comes to this block
          </li>
          <li>
            <i className="fd-untouched-port" aria-hidden="true" />
            No test goes this way
          </li>
        </ul>
      )}
      <button
        type="button"
        className="fd-text-link"
        onClick={() => session.store.dispatch({ type: "desk", desk: { coverage: false } })}
      >
        Take the marks away
      </button>
    </section>
  );
}

import type { Coverage } from "../protocol/chats";
import { jump } from "../shell/jump";
import { useDesigner, useSession } from "../state/context";
import { untouched } from "./coverage";

function Share({ what, of: [some, all] }: { what: string; of: [number, number] }) {
  return (
    <div className="fd-share">
      <span>
        {what} <b>{`${some} of ${all}`}</b>
      </span>
      <span className="fd-share-bar" aria-hidden="true">
        <i style={{ width: `${all ? (100 * some) / all : 0}%` }} />
      </span>
    </div>
  );
}

/** How much of the bot the tests touch, and where they never come. */
export function CoveragePart({ coverage }: { coverage: Coverage }) {
  const session = useSession();
  const isShown = useDesigner((state) => state.desk.coverage);
  const flows = useDesigner((state) => state.bot.flows);
  const here = useDesigner((state) => state.flow?.id);
  const rest = untouched(coverage);
  const nameOf = (flow: string) => flows.find((one) => one.id === flow)?.name ?? flow;
  return (
    <section className="fd-coverage" aria-label="What the tests touch">
      <h3 className="fd-label">What the tests touch</h3>
      <div className="fd-shares">
        <Share what="Blocks" of={coverage.blocks} />
        <Share what="Ports" of={coverage.ports} />
      </div>
      <div className="fd-coverage-switch">
        <label htmlFor="fd-coverage">Mark on the canvas what none touches</label>
        <input
          id="fd-coverage"
          type="checkbox"
          role="switch"
          className="fd-switch"
          checked={isShown}
          aria-checked={isShown}
          onChange={(event) =>
            session.store.dispatch({ type: "desk", desk: { coverage: event.target.checked } })
          }
        />
      </div>
      {rest.length > 0 && (
        <details className="fd-untouched">
          <summary>{rest.length === 1 ? "One thing is" : `${rest.length} things are`} not touched</summary>
          <ul>
            {rest.map(({ flow, block, port, title, label }) => (
              <li key={`${flow} ${block} ${port}`}>
                <button type="button" className="fd-text-link" onClick={() => jump(session, flow, block)}>
                  {title}
                </button>
                {port && `: “${label}”`}
                {flow !== here && <small> in {nameOf(flow)}</small>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

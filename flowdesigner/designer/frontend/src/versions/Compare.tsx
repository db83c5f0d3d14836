import { ReactFlowProvider } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Comparison } from "../protocol/versions";
import { useDesigner, useSession } from "../state/context";
import { CompareCanvas } from "./CompareCanvas";
import { CompareHead } from "./CompareHead";
import { CompareLegend } from "./CompareLegend";
import { CompareWords } from "./CompareWords";
import { Chosen } from "./chosen";
import { compare, shownComparison } from "./compared";
import { inSentence } from "./names";

/** How long nobody edits before the draft is compared again, in ms. */
const PAUSE = 1200;

/** Two versions in place of the flow: on the canvas, and in words beside it. */
export function Compare() {
  const pair = useDesigner((state) => (state.page === "flow" ? state.desk.comparing : null));
  return pair ? <Shown pair={pair} /> : null;
}

function Shown({ pair }: { pair: { old: number | null; new: number | null } }) {
  const session = useSession();
  const comparison = useDesigner(shownComparison);
  const region = useRef<HTMLElement>(null);
  const close = useCallback(
    () => session.store.dispatch({ type: "desk", desk: { comparing: null } }),
    [session],
  );
  useFreshDraft(pair);
  useEffect(() => {
    const before = document.activeElement;
    region.current?.focus({ preventScroll: true });
    session.ask({ type: "versions", do: "list" });
    return () => {
      const isThere = before instanceof HTMLElement && before.isConnected;
      (isThere ? before : document.querySelector<HTMLElement>(".fd-root"))?.focus({ preventScroll: true });
    };
  }, [session]);
  return (
    <section
      ref={region}
      className="fd-compare"
      aria-label="Comparison of two versions"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        close();
      }}
    >
      <CompareHead pair={pair} close={close} />
      {comparison ? (
        <Flows comparison={comparison} />
      ) : (
        <p className="fd-compare-none" role="status">
          The two are compared
        </p>
      )}
    </section>
  );
}

/** Compares again after edits of the draft, by whomever. */
function useFreshDraft(pair: { old: number | null; new: number | null }): void {
  const session = useSession();
  const log = useDesigner((state) => state.log);
  const seen = useRef(log);
  useEffect(() => {
    if (seen.current === log || (pair.old !== null && pair.new !== null)) return;
    const timer = setTimeout(() => {
      seen.current = log;
      compare(session, pair);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [session, log, pair]);
}

function Flows({ comparison }: { comparison: Comparison }) {
  const { flows, old, new: now } = comparison;
  const here = useDesigner((state) => state.flow?.id ?? "");
  const [wanted, setWanted] = useState(here);
  const [block, choose] = useState<string | null>(null);
  const chosen = useMemo(() => ({ block, choose }), [block]);
  const flow = flows.find((one) => one.id === wanted) ?? flows[0];
  if (!flow) {
    return (
      <p className="fd-compare-none" role="status">
        Nothing is different between {inSentence(old)} and {inSentence(now)}.
      </p>
    );
  }
  return (
    <Chosen value={chosen}>
      <ReactFlowProvider key={`${old} ${now} ${flow.id}`}>
        <div className="fd-compare-canvas fd-canvas">
          {flows.length > 1 && (
            <fieldset className="fd-compare-flows" aria-label="Flows that changed">
              {flows.map(({ id, name, state }) => (
                <button
                  key={id}
                  type="button"
                  className={`fd-button fd-small ${id === flow.id ? "fd-on" : "fd-ghost"}`}
                  aria-pressed={id === flow.id}
                  onClick={() => setWanted(id)}
                >
                  {name}
                  {state !== "changed" && ` (${state})`}
                </button>
              ))}
            </fieldset>
          )}
          <CompareCanvas flow={flow} />
          <CompareLegend />
        </div>
        <aside className="fd-compare-words" aria-label="What changed in words">
          <CompareWords flow={flow} />
        </aside>
      </ReactFlowProvider>
    </Chosen>
  );
}

import { useEffect, useRef } from "react";
import { useDesigner, useSession } from "../state/context";

/** How long nobody edits before the tests are run again, in ms. */
const PAUSE = 1200;

/** Runs the tests while somebody looks at them: at once, and again after edits. */
export function useTestRuns(): void {
  const session = useSession();
  const isShown = useDesigner((state) => state.side === "tests" || state.desk.coverage);
  const isOnline = useDesigner((state) => state.connection === "online");
  const log = useDesigner((state) => state.log);
  const isKnown = useDesigner((state) => state.desk.tests !== null);
  /** The newest edit when they were run. */
  const seen = useRef<number | null>(null);
  useEffect(() => {
    if (!isShown || !isOnline) {
      seen.current = null;
      return;
    }
    if (isKnown && seen.current === log) return;
    const run = () => {
      seen.current = log;
      session.ask({ type: "tests", do: "run" });
    };
    const timer = setTimeout(run, isKnown && seen.current !== null ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [session, isShown, isOnline, log, isKnown]);
}

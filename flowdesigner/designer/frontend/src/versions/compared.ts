import type { Comparison } from "../protocol/versions";
import type { Session } from "../state/session";
import type { State } from "../state/state";

type Pair = { old: number | null; new: number | null };

/** Shows two versions in place of the flow. */
export function compare(session: Session, pair: Pair): void {
  session.store.dispatch({ type: "desk", desk: { comparing: pair } });
  session.ask({ type: "versions", do: "compare", ...pair });
}

/** What Python found for the two that are shown, once it has. */
export function shownComparison({ desk: { comparing, comparison } }: State): Comparison | null {
  const isIt = comparing && comparison?.old === comparing.old && comparison.new === comparing.new;
  return isIt ? comparison : null;
}

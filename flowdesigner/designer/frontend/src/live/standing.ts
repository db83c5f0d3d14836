import type { Standing, WatchReply } from "../protocol/live";
import type { State } from "../state/state";

/** The counts after news of some of them. */
export function counted(
  before: Standing | null,
  { version, versions, counts, whole }: Extract<WatchReply, { type: "standing" }>,
): Standing {
  const merged = { ...(whole ? {} : before?.counts), ...counts };
  const there = Object.entries(merged).filter(([, count]) => count);
  return { version, versions, counts: Object.fromEntries(there) };
}

/** How many conversations stand at a block of the flow on the screen, while that is shown. */
export function standingAt(state: State, block: string): number {
  const counts = state.side === "live" ? state.desk.standing?.counts : undefined;
  return counts?.[`${state.flow?.id} ${block}`] ?? 0;
}

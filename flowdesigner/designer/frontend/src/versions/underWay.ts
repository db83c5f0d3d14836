import { useEffect } from "react";
import type { UnderWay } from "../protocol/versions";
import { useDesigner, useSession } from "../state/context";

/** How many conversations could go on with a version (null: the draft); null until they are counted. */
export function useUnderWay(number: number | null): UnderWay | null {
  const session = useSession();
  const found = useDesigner((state) => state.desk.underWay);
  useEffect(() => {
    session.store.dispatch({ type: "desk", desk: { underWay: null } });
    session.ask({ type: "versions", do: "under_way", number });
  }, [session, number]);
  return found?.number === number ? found : null;
}

/** Why some stay where they are; nothing when none do. */
export function staying(count: number): string {
  if (!count) return "";
  return count === 1
    ? "1 stays with its version: the block where it waits is not in this one."
    : `${count} stay with their version: the blocks where they wait are not in this one.`;
}

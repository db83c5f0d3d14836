import type { Session } from "../state/session";
import type { Side } from "../state/state";

/** Opens what lies beside the flow, and the flow with it; puts it away when it is there already. */
export function toggleSide(session: Session, side: Side): void {
  const { page, side: now } = session.store.state;
  const isThere = page === "flow" && now === side;
  session.store.dispatch({ type: "side", side: isThere ? null : side });
  if (page !== "flow") session.set("page", "flow");
}

import type { Page } from "../protocol/bot";
import type { Session } from "../state/session";
import type { Side } from "../state/state";

/** Opens what lies beside the flow, and the flow with it; puts it away when it is there already. */
export function toggleSide(session: Session, side: Side): void {
  const { page, side: now, desk } = session.store.state;
  const isThere = page === "flow" && now === side && !desk.comparing;
  session.store.dispatch({ type: "side", side: isThere ? null : side });
  if (page !== "flow") session.set("page", "flow");
}

/** Shows a page; the flow itself, where something was shown in its place. */
export function goToPage(session: Session, page: Page): void {
  if (page === "flow") session.store.dispatch({ type: "desk", desk: { comparing: null } });
  session.set("page", page);
}

import { focusCard } from "../panel/focus";
import type { Store } from "../state/store";

/** Brings a block into view, selects it and gives it the keys. */
export function goTo(store: Store, id: string): void {
  store.dispatch({ type: "revealed", block: id });
  // The card may have to be drawn first.
  if (!focusCard(id)) requestAnimationFrame(() => requestAnimationFrame(() => focusCard(id)));
}

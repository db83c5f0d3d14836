import { goTo } from "../canvas/goTo";
import type { Session } from "../state/session";

/** Brings a block into view, in whichever flow of the bot it is. */
export function jump(session: Session, flow: string, block: string): void {
  const { store } = session;
  const from = store.state.flow?.id;
  if (from === flow) {
    goTo(store, block);
    return;
  }
  const stop = store.subscribe(() => {
    const now = store.state.flow?.id;
    if (now === from) return;
    stop();
    if (now === flow) goTo(store, block);
  });
  session.openFlow(flow);
}

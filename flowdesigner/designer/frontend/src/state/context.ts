import { createContext, useContext, useSyncExternalStore } from "react";
import type { Session } from "./session";
import type { State } from "./state";

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside the designer");
  return session;
}

/** A part of the state; `select` must return the same object for the same state. */
export function useDesigner<Part>(select: (state: State) => Part): Part {
  const { store } = useSession();
  return useSyncExternalStore(store.subscribe, () => select(store.state));
}

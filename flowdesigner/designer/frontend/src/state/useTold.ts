import { useEffect } from "react";
import { useDesigner, useSession } from "./context";
import type { Desk } from "./desk";

const PAUSE_MS = 250;

/** What Python tells of the whole bot's variables or languages, asked for again after each edit, by whomever. */
export function useTold<What extends "variables" | "languages">(what: What): Desk[What] {
  const session = useSession();
  const told = useDesigner((state) => state.desk[what]);
  // Another one after whatever Python has told of the document: edits by whomever, undo, another flow.
  const document = useDesigner((state) => state.confirmed);
  const isOnline = useDesigner((state) => state.connection === "online");
  // biome-ignore lint/correctness/useExhaustiveDependencies: news of the document are why it asks again
  useEffect(() => {
    if (!isOnline) return;
    const wait = session.store.state.desk[what] ? PAUSE_MS : 0;
    const timer = setTimeout(() => session.ask({ type: what, do: "list" }), wait);
    return () => clearTimeout(timer);
  }, [session, document, isOnline]);
  return told;
}

import { useEffect } from "react";
import type { BotVariable } from "../protocol/variables";
import { useDesigner, useSession } from "../state/context";

const PAUSE_MS = 250;

/** The variables of the whole bot, asked for again after each edit, by whomever. */
export function useBotVariables(): BotVariable[] | null {
  const session = useSession();
  const variables = useDesigner((state) => state.desk.variables);
  // Another one after whatever Python has told of the document: edits by whomever, undo, another flow.
  const document = useDesigner((state) => state.confirmed);
  const isOnline = useDesigner((state) => state.connection === "online");
  // biome-ignore lint/correctness/useExhaustiveDependencies: news of the document are why it asks again
  useEffect(() => {
    if (!isOnline) return;
    const wait = session.store.state.desk.variables ? PAUSE_MS : 0;
    const timer = setTimeout(() => session.ask({ type: "variables", do: "list" }), wait);
    return () => clearTimeout(timer);
  }, [session, document, isOnline]);
  return variables;
}

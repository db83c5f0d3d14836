import { useEffect } from "react";
import type { Languages } from "../protocol/languages";
import { useDesigner, useSession } from "../state/context";

const PAUSE_MS = 250;

/** The languages of the bot and how far each is, asked for again after each edit, by whomever. */
export function useLanguages(): Languages | null {
  const session = useSession();
  const languages = useDesigner((state) => state.desk.languages);
  const document = useDesigner((state) => state.confirmed);
  const named = useDesigner((state) => state.bot.languages);
  const isOnline = useDesigner((state) => state.connection === "online");
  // biome-ignore lint/correctness/useExhaustiveDependencies: news of the bot are why it asks again
  useEffect(() => {
    if (!isOnline) return;
    const wait = session.store.state.desk.languages ? PAUSE_MS : 0;
    const timer = setTimeout(() => session.ask({ type: "languages", do: "list" }), wait);
    return () => clearTimeout(timer);
  }, [session, document, named, isOnline]);
  return languages;
}

import { useEffect, useRef } from "react";
import type { KeptChat } from "../protocol/chats";
import { useDesigner, useSession } from "../state/context";

interface Asked {
  test: KeptChat;
  what: "accept" | "remove";
}

/** Accepting and removing tests; once it is done, taking it back is offered. */
export function useTestActs() {
  const session = useSession();
  const tests = useDesigner((state) => state.desk.tests);
  const asked = useRef<Asked | null>(null);
  useEffect(() => {
    if (!asked.current || !tests) return;
    const { test, what } = asked.current;
    asked.current = null;
    const now = tests.tests.find((one) => one.name === test.name);
    const isDone = what === "remove" ? !now : now && now.text !== test.text;
    if (!isDone) return;
    const done = what === "remove" ? "is removed" : "expects the new answer now";
    const { name, text, title } = test;
    const offer = { label: "Take it back", ask: { type: "tests", do: "put_back", name, text } } as const;
    session.toast("ok", `“${title}” ${done}.`, offer);
  }, [session, tests]);
  return (test: KeptChat, what: Asked["what"]) => {
    asked.current = { test, what };
    session.ask({ type: "tests", do: what, name: test.name });
  };
}

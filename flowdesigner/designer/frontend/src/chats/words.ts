import type { KeptChat, KeptChats } from "../protocol/chats";

export const STATES = {
  passed: { word: "Passes", sign: "✓", tone: "ok" },
  failed: { word: "Fails", sign: "✕", tone: "bad" },
  broken: { word: "Broken", sign: "!", tone: "warn" },
} as const satisfies Record<KeptChat["state"], unknown>;

/** "All 7 pass"; "5 of 7 pass". */
export function tally({ passed, tests }: KeptChats): string {
  if (!tests.length) return "No tests yet";
  if (passed < tests.length) return `${passed} of ${tests.length} pass`;
  return tests.length === 1 ? "The one test passes" : `All ${tests.length} pass`;
}

/** What does not pass comes first: that is what somebody has come for. */
export function ordered(tests: KeptChat[]): KeptChat[] {
  const rank = (test: KeptChat) => (test.state === "passed" ? 1 : 0);
  return [...tests].sort((a, b) => rank(a) - rank(b));
}

import { counted } from "../live/standing";
import type { BotsFolder, MadeBot, Pictures } from "../protocol/bots";
import type { KeptChats } from "../protocol/chats";
import type { Called, Functions, Secrets, Suggestion } from "../protocol/desk";
import type { Languages } from "../protocol/languages";
import type { Crowd, Followed, Standing } from "../protocol/live";
import type { Reply } from "../protocol/message";
import type { BotVariable } from "../protocol/variables";
import type { Comparison, UnderWay, Version } from "../protocol/versions";
import type { Offer } from "./state";

/** What lies beside the document: tests, versions, variables, secrets. Null is what Python has not told yet. */
export interface Desk {
  tests: KeptChats | null;
  /** Why a chat that was changed by hand was not written. */
  testRefused: { name: string; line: number | null; message: string } | null;
  /** Whether the canvas marks what no test touches. */
  coverage: boolean;
  versions: { versions: Version[]; next_number: number } | null;
  /** The last two versions that Python compared. */
  comparison: Comparison | null;
  /** Which two the page shows in place of the flow; null as a number is the draft. */
  comparing: { old: number | null; new: number | null } | null;
  underWay: UnderWay | null;
  variables: BotVariable[] | null;
  languages: Languages | null;
  /** What the last import of translations has done. */
  takenIn: string[] | null;
  /** The block whose texts somebody wants to translate; a new object each time it is asked for. */
  translating: { code: string; block: string } | null;
  /** The answers of test calls, by block; null while one is under way. */
  called: Record<string, Called | null>;
  secrets: Secrets | null;
  /** What Python suggests for fields, by the name of the list. */
  suggestions: Record<string, Suggestion[]>;
  functions: Functions | null;
  bots: BotsFolder | null;
  pictures: Pictures | null;
  /** The bot that was made last, and why one was not. */
  made: MadeBot | null;
  notMade: string;
  /** Where customers stand in the flows, those that are listed, and the one that is open. */
  standing: Standing | null;
  crowd: Crowd | null;
  followed: Followed | null;
}

export const EMPTY_DESK: Desk = {
  tests: null,
  testRefused: null,
  coverage: false,
  versions: null,
  comparison: null,
  comparing: null,
  underWay: null,
  variables: null,
  languages: null,
  takenIn: null,
  translating: null,
  called: {},
  secrets: null,
  suggestions: {},
  functions: null,
  bots: null,
  pictures: null,
  made: null,
  notMade: "",
  standing: null,
  crowd: null,
  followed: null,
};

/** The desk after news from Python. */
export function told(desk: Desk, reply: Reply): Desk {
  switch (reply.type) {
    case "tests": {
      const { type: _, ...tests } = reply;
      return { ...desk, tests, testRefused: null };
    }
    case "test_refused": {
      const { type: _, ...testRefused } = reply;
      return { ...desk, testRefused };
    }
    case "versions": {
      const { type: _, ...versions } = reply;
      return { ...desk, versions };
    }
    case "compared": {
      const { type: _, ...comparison } = reply;
      return { ...desk, comparison };
    }
    case "under_way": {
      const { type: _, ...underWay } = reply;
      return { ...desk, underWay };
    }
    case "restored":
      return { ...desk, comparing: null };
    case "languages": {
      const { type: _, ...languages } = reply;
      return { ...desk, languages };
    }
    case "translations_taken_in":
      return { ...desk, takenIn: reply.sentences };
    case "variables":
      return { ...desk, variables: reply.variables };
    case "called": {
      const { type: _, ...called } = reply;
      return { ...desk, called: { ...desk.called, [called.block]: called } };
    }
    case "secrets":
      return { ...desk, secrets: { kept: reply.kept, used: reply.used } };
    case "suggestions":
      return { ...desk, suggestions: { ...desk.suggestions, [reply.what]: reply.values } };
    case "functions":
      return { ...desk, functions: { functions: reply.functions, troubles: reply.troubles } };
    case "bots": {
      const { type: _, ...bots } = reply;
      return { ...desk, bots };
    }
    case "pictures": {
      const { type: _, ...pictures } = reply;
      return { ...desk, pictures };
    }
    case "made": {
      const { type: _, ...made } = reply;
      return { ...desk, made, notMade: "" };
    }
    case "not_made":
      return { ...desk, notMade: reply.message };
    case "standing":
      return { ...desk, standing: counted(desk.standing, reply) };
    case "crowd": {
      const { type: _, ...crowd } = reply;
      return { ...desk, crowd, followed: null };
    }
    case "followed":
      return { ...desk, followed: reply.followed };
    default:
      return desk;
  }
}

/** The desk when the kernel is back: the answers that were on their way do not come any more. */
export function withoutWaiting(desk: Desk): Desk {
  const called = Object.fromEntries(Object.entries(desk.called).filter(([, answer]) => answer));
  return { ...desk, called };
}

/** What the author is told in a few words, once it has happened. */
export function newsOf(reply: Reply): string {
  switch (reply.type) {
    case "kept":
      return `“${reply.title}” is kept as a test.`;
    case "moved":
      return reply.text;
    case "translations_taken_in":
      return reply.sentences[0] ?? "";
    case "restored": {
      const what = reply.number === null ? "the bot you chose" : `version ${reply.number}`;
      return reply.changed ? `The draft is ${what} now.` : `The draft is ${what} already.`;
    }
    default:
      return "";
  }
}

/** What is offered with that. */
export function offerOf(reply: Reply): Offer | undefined {
  return (reply.type === "restored" || reply.type === "translations_taken_in") && reply.changed
    ? { label: "Take it back", ask: { type: "undo" } }
    : undefined;
}

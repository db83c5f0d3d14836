import type { EdgeTuple } from "./flow";
import type { Json } from "./json";

export interface TrialOption {
  id: string;
  label: string;
  pressed: boolean;
}

export interface TrialLine {
  who: "customer" | "bot" | "teammate" | "note";
  text: string;
  options: TrialOption[];
  block: string | null;
}

/** The conversation of *Try it*, whole: Python sends it again after each turn. */
export interface Trial {
  lines: TrialLine[];
  at: { flow: string; block: string } | null;
  path: EdgeTuple[];
  variables: { name: string; value: Json }[];
  /** Those whose values are not shown. */
  sensitive?: string[];
  status: string;
  /** What the clock shows, and its day: `Monday 10:24`, `2026-01-05`. */
  clock: string;
  date: string;
  /** How the customer writes, in Intercom's words. */
  channel: string;
  /** The code of the language in which the bot speaks to them, or "". */
  language?: string;
  /** Why the next call will fail, or "", and the statuses of the next answers of APIs. */
  failing: string;
  answering: number[];
  /** Whether no teammate is there. */
  away: boolean;
  calls: "example" | "real";
  can_back: boolean;
  can_again: boolean;
  /** Why the rest of an opened chat cannot be played any more, or "". */
  stuck: string;
}

export type TrialCommand =
  | { do: "start"; block?: string }
  | { do: "say" | "reply" | "give_back" | "skip_to" | "fail_next" | "answer_next" | "keep"; text: string }
  | { do: "channel" | "language"; text: string }
  | { do: "people"; text: "away" | "there" }
  | { do: "calls"; text: Trial["calls"] }
  | { do: "press"; option: string }
  | { do: "skip"; minutes: number }
  | { do: "set"; name: string; value: Json }
  | { do: "open"; name: string }
  | { do: "show" | "back" | "again" | "restart" | "take_over" };

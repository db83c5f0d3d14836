import type { EdgeTuple } from "./flow";
import type { TrialLine } from "./trial";

/** A conversation with a customer, as a list shows it; `row` is the store's number of it. */
export interface LiveLine {
  row: number;
  customer: string;
  about: string;
  last: string;
}

/** Where conversations stand: how many at each block, by `flow block`. */
export interface Standing {
  /** The version whose conversations are counted; null: those of all. */
  version: number | null;
  versions: { number: number; label: string }[];
  counts: Record<string, number>;
}

/** A conversation that is open beside the canvas, and the way it took, by flow. */
export interface Followed {
  row: number;
  customer: string;
  status: string;
  tone: "" | "ok" | "warn" | "bad";
  lines: TrialLine[];
  at: { flow: string; block: string } | null;
  path: Record<string, EdgeTuple[]>;
}

/** Conversations at a block, or wherever; `rest` says in words what the list does not. */
export interface Crowd {
  block: string;
  title: string;
  conversations: LiveLine[];
  rest: string;
}

export type WatchRequest =
  | { type: "watch"; do: "on"; version: number | null }
  | { type: "watch"; do: "block"; flow: string; block: string }
  | { type: "watch"; do: "open" | "page"; row: number }
  | { type: "watch"; do: "off" | "back" };

export type WatchReply =
  /** Only the counts that are others than before, unless `whole`; 0 where nobody stands any more. */
  | ({ type: "standing"; whole: boolean } & Standing)
  | ({ type: "crowd" } & Crowd)
  /** With `show`, the panel opens for it. */
  | { type: "followed"; followed: Followed | null; show: boolean }
  /** A page sends the author to a block; to a version of the bot where the draft has it no more. */
  | { type: "sent_to"; flow: string; block: string; version: number | null };

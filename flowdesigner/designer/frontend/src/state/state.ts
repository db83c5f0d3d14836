import type { Account, Bot, Page, Theme } from "../protocol/bot";
import type { Catalog } from "../protocol/catalog";
import type { KeptChat } from "../protocol/chats";
import type { FlowView, Point, Problem } from "../protocol/flow";
import type { Hit, Request, Tone } from "../protocol/message";
import type { Traits } from "../protocol/model";
import type { Operation } from "../protocol/operation";
import type { Person, Rival } from "../protocol/people";
import type { Trial } from "../protocol/trial";
import { type Desk, EMPTY_DESK } from "./desk";
import type { Pending } from "./pending";

/** `connecting` until the first document; `offline` while Python does not answer; `gone` when it never will. */
export type Connection = "connecting" | "online" | "offline" | "gone";

export type Offer = { label: string; op: Operation } | { label: string; ask: Request };

export interface Toast {
  id: number;
  tone: Tone;
  text: string;
  /** What is offered with it: an edit, or something to ask Python for. */
  offer?: Offer | undefined;
}

/** Where a line of a block to be added begins or ends. */
export type Join = { from: string; port: string } | { into: string };

/** What lies over the canvas and asks something; `at` is a point of the screen. */
export type Overlay =
  | { kind: "add"; at: Point | null; join?: Join }
  | { kind: "connect"; block: string }
  | { kind: "uses"; block: string }
  | { kind: "find"; query: string }
  | { kind: "note"; note: string }
  | { kind: "extract"; blocks: string[] }
  | { kind: "keys" };

/** What lies at the right of the canvas. */
export type Side = "block" | "try" | "tests" | "versions" | "variables" | "languages" | "live";

export interface State extends Traits {
  connection: Connection;
  /** The flow as Python last told it. */
  confirmed: FlowView | null;
  /** The same with the edits that Python has not acknowledged yet: what the page shows. */
  flow: FlowView | null;
  pending: Pending[];
  problems: Problem[];
  canUndo: boolean;
  canRedo: boolean;
  /** The number of the newest edit, by whomever. */
  log: number;
  /** Who else has the bot open, and what the person at this page is called. */
  people: Person[];
  name: string;
  /** Edits of fields that somebody else has changed meanwhile: the author chooses. */
  rivals: Rival[];
  /** Why a field's value was refused, by `fieldKey`. */
  refusals: Record<string, string>;
  selection: string[];
  side: Side | null;
  opened: string | null;
  /**
   * A block to select, with `others` or alone, and, unless `still`, to bring into view; a new object each time it is
   * asked for.
   */
  reveal: { block: string; others: string[]; still: boolean } | null;
  /** Whether the map of the flow is shown. */
  map: boolean;
  overlay: Overlay | null;
  /** What Python found in the whole bot for a search. */
  found: { text: string; hits: Hit[] };
  problemsOpen: boolean;
  trial: Trial | null;
  publishing: "closed" | "open" | "sent";
  publishRefused: { message: string; problems: Problem[]; tests: KeptChat[] } | null;
  desk: Desk;
  toasts: Toast[];
}

export function fieldKey(block: string, field: string): string {
  return `${block}.${field}`;
}

export const NO_CATALOG: Catalog = { groups: [], kinds: [] };
const NO_BOT: Bot = {
  name: "",
  flows: [],
  flow: "",
  live: null,
  changes: 0,
  running: "stopped",
  running_text: "",
};
const NO_ACCOUNT: Account = {
  workspace: "",
  reachable: false,
  teams: [],
  agents: [],
  tags: [],
  providers: [],
};

export function initialState(): State {
  return {
    catalog: NO_CATALOG,
    bot: NO_BOT,
    account: NO_ACCOUNT,
    page: "flow" satisfies Page,
    theme: "auto" satisfies Theme,
    embedded: false,
    system_variables: [],
    connection: "connecting",
    confirmed: null,
    flow: null,
    pending: [],
    problems: [],
    canUndo: false,
    canRedo: false,
    log: 0,
    people: [],
    name: "",
    rivals: [],
    refusals: {},
    selection: [],
    side: null,
    opened: null,
    reveal: null,
    map: false,
    overlay: null,
    found: { text: "", hits: [] },
    problemsOpen: false,
    trial: null,
    publishing: "closed",
    publishRefused: null,
    desk: EMPTY_DESK,
    toasts: [],
  };
}

import type { KeptChat } from "./chats";
import type { DeskReply, DeskRequest } from "./desk";
import type {
  BlockView,
  EdgeTuple,
  FlowView,
  GroupView,
  NoteView,
  Point,
  Problem,
  VariableView,
} from "./flow";
import type { Operation } from "./operation";
import type { Person, Rival } from "./people";
import type { Trial, TrialCommand } from "./trial";

/** Page to Python. `flow` names the flow an edit was made in, so that a replay cannot land in another one. */
export type Request =
  | { type: "hello"; client: string }
  | { type: "op"; id: string; op: Operation; flow: string; seen: number | null }
  | { type: "undo" }
  | { type: "redo" }
  | { type: "flow"; id: string }
  | ({ type: "try" } & TrialCommand)
  | { type: "publish"; note: string; despite_failed_tests: boolean; move_conversations: boolean }
  | DeskRequest
  | { type: "live"; do: "go" | "stop" }
  | { type: "export"; kind: ExportKind; flow: string; theme: "light" | "dark" }
  | { type: "import"; text: string }
  | { type: "find"; text: string; match_case: boolean }
  | { type: "extract"; blocks: string[]; name: string }
  | { type: "here"; name: string; block: string };

export type ExportKind = "json" | "mermaid" | "svg" | "png";

export interface Changed {
  type: "changed";
  seq: number;
  /** The number of the newest edit, by whomever. */
  log: number;
  op: string | null;
  blocks: Record<string, BlockView | null>;
  edges?: EdgeTuple[];
  layout?: Record<string, Point>;
  variables?: VariableView[];
  notes?: NoteView[];
  groups?: GroupView[];
  problems: Problem[];
  can_undo: boolean;
  can_redo: boolean;
}

export interface DocumentSent {
  type: "document";
  seq: number;
  log: number;
  flow: FlowView;
  problems: Problem[];
  can_undo: boolean;
  can_redo: boolean;
}

/** Where a text stands, in any flow of the bot. */
export interface Hit {
  flow: string;
  flow_name: string;
  what: string;
  block: string;
  title: string;
  excerpt: string;
}

export type Tone = "ok" | "error";

/** Python to page. */
export type Reply =
  | DocumentSent
  | Changed
  | { type: "refused"; op: string; message: string; field?: string }
  | ({ type: "rival" } & Rival)
  | { type: "people"; people: Person[] }
  | ({ type: "try" } & Trial)
  | { type: "published"; number: number }
  | { type: "publish_refused"; message: string; problems: Problem[]; tests: KeptChat[] }
  | DeskReply
  | { type: "found"; text: string; hits: Hit[]; is_all: boolean }
  | { type: "extracted"; flow: string; name: string; block: string }
  | { type: "exported"; name: string; text?: string; base64?: string }
  | { type: "notice"; tone: Tone; text: string };

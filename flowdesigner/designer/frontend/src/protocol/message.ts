import type { BlockView, EdgeTuple, FlowView, Point, Problem, VariableView } from "./flow";
import type { Operation } from "./operation";
import type { Person, Rival } from "./people";
import type { Trial } from "./trial";

export type TrialCommand =
  | { do: "start"; block?: string }
  | { do: "say"; text: string }
  | { do: "press"; option: string }
  | { do: "skip"; minutes: number }
  | { do: "back" | "restart" | "give_back" };

/** Page to Python. `flow` names the flow an edit was made in, so that a replay cannot land in another one. */
export type Request =
  | { type: "hello"; client: string }
  | { type: "op"; id: string; op: Operation; flow: string; seen: number | null }
  | { type: "undo" }
  | { type: "redo" }
  | { type: "flow"; id: string }
  | ({ type: "try" } & TrialCommand)
  | { type: "publish"; note: string }
  | { type: "live"; do: "go" | "stop" }
  | { type: "export"; kind: ExportKind; flow: string; theme: "light" | "dark" }
  | { type: "import"; text: string }
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
  | { type: "publish_refused"; message: string; problems: Problem[] }
  | { type: "exported"; name: string; text?: string; base64?: string }
  | { type: "notice"; tone: Tone; text: string };

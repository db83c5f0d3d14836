import type { EdgeTuple, FlowView } from "./flow";
import type { Json } from "./json";

export interface Version {
  number: number;
  note: string;
  author: string;
  at: string;
  is_live: boolean;
  /** How many are under way on it. */
  conversations: number;
}

export type Change = "added" | "removed" | "changed" | "moved";

export interface ChangedBlock {
  state: Change;
  title: string;
  renamed_from: string | null;
  fields: { name: string; title: string; old: Json; new: Json }[];
}

export interface ChangedFlow {
  id: string;
  name: string;
  state: "added" | "removed" | "changed";
  sentences: string[];
  blocks: Record<string, ChangedBlock>;
  edges: { added: EdgeTuple[]; removed: EdgeTuple[] };
  variables: Record<string, string>;
  old: FlowView | null;
  new: FlowView | null;
}

/** A number that is null is the draft. */
export interface Comparison {
  old: number | null;
  new: number | null;
  sentences: string[];
  flows: ChangedFlow[];
}

export interface UnderWay {
  number: number | null;
  can_move: number;
  must_stay: number;
  text: string;
}

export type VersionsRequest =
  | { type: "versions"; do: "list" }
  | { type: "versions"; do: "compare"; old: number | null; new: number | null }
  | { type: "versions"; do: "under_way"; number: number | null }
  | { type: "versions"; do: "go_to"; number: number; move_conversations: boolean }
  | { type: "versions"; do: "move" | "restore"; number: number };

export type VersionsReply =
  | { type: "versions"; versions: Version[]; next_number: number }
  | ({ type: "compared" } & Comparison)
  | ({ type: "under_way" } & UnderWay)
  | { type: "moved"; number: number; moved: number; must_stay: number; busy: number; text: string }
  | { type: "restored"; number: number | null; changed: boolean };

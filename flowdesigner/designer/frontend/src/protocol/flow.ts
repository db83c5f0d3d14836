import type { Json, JsonObject } from "./json";
import type { Mend } from "./operation";

export interface Port {
  id: string;
  label: string;
  hint: string;
  required: boolean;
}

export type Severity = "error" | "warning";

export interface Fault {
  field: string;
  message: string;
  severity: Severity;
}

/** A block as Python shows it: settings complete, ports, title and summary computed. */
export interface BlockView {
  id: string;
  kind: string;
  name: string;
  title: string;
  settings: JsonObject;
  /** Texts in other languages, by code and path; none where nothing is translated. */
  translations?: Translations;
  /** What the bot says where a text is left empty, by path. */
  says?: Record<string, string>;
  ports: Port[];
  summary: string;
  faults: Fault[];
}

export type Translations = Record<string, Record<string, string>>;

/** From block, port, to block. */
export type EdgeTuple = [from: string, port: string, to: string];
export type Point = [x: number, y: number];

export interface VariableView {
  name: string;
  type: string;
  description: string;
  sensitive: boolean;
  default: Json;
}

export const COLOURS = ["yellow", "green", "blue", "pink", "grey"] as const;

/** Left, top, width and height. */
export type Area = [left: number, top: number, width: number, height: number];

/** A sticky note, for other authors. */
export interface Note {
  id: string;
  text: string;
  colour: string;
}

/** Blocks with a frame around them. */
export interface Group {
  id: string;
  name: string;
  colour: string;
  blocks: string[];
}

export type NoteView = Note & { at: Area | null };
export type GroupView = Group & { collapsed: boolean };

export interface FlowView {
  id: string;
  name: string;
  blocks: Record<string, BlockView>;
  edges: EdgeTuple[];
  layout: Record<string, Point>;
  variables: VariableView[];
  notes: NoteView[];
  groups: GroupView[];
}

export interface Problem {
  block: string | null;
  severity: Severity;
  code: string;
  message: string;
  field: string;
  port: string;
  mend: { label: string; op: Mend } | null;
  /** Told only where the problems of several flows are. */
  flow?: string;
}

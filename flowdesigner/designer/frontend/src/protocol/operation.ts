import type { Area, EdgeTuple, Group, Note, Point, Translations, VariableView } from "./flow";
import type { JsonObject } from "./json";

export interface NewBlock {
  id: string;
  kind: string;
  name: string;
  settings: JsonObject;
  /** The exits of a block whose kind is not installed. */
  ports?: string[];
  translations?: Translations;
}

/** An edit as an intention: Python applies it to the document, the page shows it at once. */
export type Operation =
  | ({ op: "add_block"; at: Point } & NewBlock)
  | { op: "set"; block: string; settings: JsonObject }
  | { op: "translate"; block: string; language: string; texts: Record<string, string> }
  | { op: "rename"; block: string; name: string }
  | { op: "move"; at: Record<string, Point>; silent?: boolean }
  | { op: "connect"; from: string; port: string; to: string }
  | { op: "disconnect"; from: string; port: string }
  | { op: "remove"; blocks: string[] }
  | { op: "insert"; blocks: NewBlock[]; edges: EdgeTuple[]; at: Record<string, Point> }
  | { op: "set_notes"; notes: Record<string, Note | null>; at: Record<string, Area | null> }
  | { op: "set_groups"; groups: Record<string, Group | null>; collapsed: Record<string, boolean> }
  | { op: "set_variable"; name: string; variable: VariableView | null }
  | { op: "batch"; ops: Operation[] };

/** What puts a problem right: an edit, or the place where the author does it. */
export type Mend = Operation | { op: "show_languages"; language: string; block: string };

import type { Json } from "./json";

/** Somebody else who has the bot open: the page's name for itself, the flow on the screen, the selected block or "". */
export interface Person {
  client: string;
  name: string;
  flow: string;
  block: string;
}

/** Somebody else has changed the field that the edit `op` changes: the author chooses. */
export interface Rival {
  op: string;
  block: string;
  title: string;
  field: string;
  label: string;
  theirs: Json;
  by: string;
}

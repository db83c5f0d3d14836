import type { Port } from "./flow";
import type { JsonObject } from "./json";
import type { Schema } from "./schema";

export interface Group {
  id: string;
  label: string;
}

/** One kind of block, as `flowdesigner.flow.catalog` describes it; the page knows no kind but from here. */
export interface Kind {
  kind: string;
  label: string;
  group: string;
  icon: string;
  help: string;
  schema: Schema;
  defaults: JsonObject;
  ports: Port[];
}

export interface Catalog {
  groups: Group[];
  kinds: Kind[];
}

/** Where conversations begin: the one kind that the document itself knows. */
export const START = "start";

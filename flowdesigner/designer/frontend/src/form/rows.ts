import { isObject, type Json } from "../protocol/json";
import type { Schema } from "../protocol/schema";
import { asText } from "./input";

/** Rows of a few texts each, such as a header's name and its value. */
export type Row = Record<string, string>;

export function rowsOf(value: Json, fields: readonly string[]): Row[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isObject)
    .map((one) => Object.fromEntries(fields.map((field) => [field, asText(one[field])])));
}

/** The names of the two texts that a row of the schema has. */
export function fieldsOfRow(schema: Schema): [string, string] {
  const [first = "name", second = "value"] = Object.keys(schema.items?.properties ?? {});
  return [first, second];
}

/** "Headers" -> "header". */
export function nounOf(label: string): string {
  return label.replace(/s$/, "").toLowerCase();
}

import type { Json } from "../protocol/json";

/** A value as it is typed: a text as it is, anything else as JSON. */
export function typedOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What was typed as a value: a text stays one where it was one; elsewhere JSON is understood. */
export function valueTyped(typed: string, before: Json): Json {
  if (typeof before === "string" && before !== "") return typed;
  try {
    return JSON.parse(typed) as Json;
  } catch {
    return typed;
  }
}

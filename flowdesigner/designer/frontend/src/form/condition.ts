import { isObject, type Json, type JsonObject } from "../protocol/json";
import type { Schema } from "../protocol/schema";
import { asText } from "./input";
import { choicesOf, resolved } from "./schema";

/** The conditions and the words around them, as `flowdesigner.flow.condition` writes them. */
export type Way = {
  id: string;
  label: string;
  match: string;
  conditions: JsonObject[];
};

const WORDS: Record<string, string> = {
  is: "is",
  is_not: "is not",
  contains: "contains",
  does_not_contain: "does not contain",
  starts_with: "starts with",
  ends_with: "ends with",
  is_set: "is known",
  is_not_set: "is not known",
  greater_than: "is more than",
  less_than: "is less than",
  matches: "matches the pattern",
};

/** Operators that need nothing to compare with. */
export const ALONE: ReadonlySet<string> = new Set(["is_set", "is_not_set"]);

export function waysOf(value: Json): Way[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((one) => ({
    id: asText(one.id),
    label: asText(one.label),
    match: asText(one.match) || "all",
    conditions: Array.isArray(one.conditions) ? one.conditions.filter(isObject) : [],
  }));
}

/** The operators that the kind's schema allows, in words. */
export function operators(items: Schema | undefined, root: Schema): { value: string; label: string }[] {
  const conditions = items?.properties?.conditions;
  const condition = conditions?.items && resolved(conditions.items, root);
  const schema = condition?.properties?.operator && resolved(condition.properties.operator, root);
  if (!schema?.enum) return Object.entries(WORDS).map(([value, label]) => ({ value, label }));
  const named = schema["x-labels"];
  return choicesOf(schema).map(({ value, label }) => ({
    value,
    label: named?.[value] ?? WORDS[value] ?? label.toLowerCase(),
  }));
}

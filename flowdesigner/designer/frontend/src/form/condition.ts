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
  is_one_of: "is one of",
  is_none_of: "is none of",
  contains: "contains",
  does_not_contain: "does not contain",
  starts_with: "starts with",
  ends_with: "ends with",
  is_set: "is set",
  is_not_set: "is not set",
  greater_than: "is greater than",
  less_than: "is less than",
};

/** Operators that need nothing to compare with. */
export const ALONE: ReadonlySet<string> = new Set(["is_set", "is_not_set"]);

/** Operators that compare with several values. */
export const SEVERAL: ReadonlySet<string> = new Set(["is_one_of", "is_none_of"]);

/** The values of a text with commas between them. */
export function valuesIn(text: string): string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}

/** A piece of the sentence that a way's conditions make. */
export type Piece = { words: string } | { variable: string } | { value: string };

/** "If order_number is set and country is one of BE, NL". */
export function sentenceOf(way: Way, operators: { value: string; label: string }[]): Piece[] {
  const joint = way.match === "any" ? " or " : " and ";
  const pieces = way.conditions.flatMap((one, index): Piece[] => {
    const operator = asText(one.operator) || "is";
    const words = operators.find((known) => known.value === operator)?.label ?? operator;
    const begin = { words: index ? joint : "If " };
    const subject = asText(one.variable) ? { variable: asText(one.variable) } : { words: "…" };
    const end = ALONE.has(operator) ? [] : [{ value: asText(one.value) || "…" }];
    return [begin, subject, { words: ` ${words}${end.length ? " " : ""}` }, ...end];
  });
  return pieces.length ? pieces : [{ words: "Never: there is no condition" }];
}

/** Whether something of the way is still to be said. */
export function isUnfinished(way: Way): boolean {
  return (
    !way.label ||
    !way.conditions.length ||
    way.conditions.some(
      (one) => !asText(one.variable) || (!ALONE.has(asText(one.operator)) && !asText(one.value)),
    )
  );
}

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

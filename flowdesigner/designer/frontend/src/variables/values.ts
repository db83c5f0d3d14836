import type { VariableView } from "../protocol/flow";
import { isObject, type Json } from "../protocol/json";
import type { BotVariable, Use } from "../protocol/variables";

export const TYPES: { value: string; label: string }[] = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "yes_no", label: "Yes or no" },
  { value: "date", label: "Date" },
  { value: "list", label: "List" },
  { value: "object", label: "Object" },
];
export const MASK = "••••••";
const NAME = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/** What is said of a variable, also where nothing has been said yet. */
export function saidOf(variable: BotVariable): VariableView {
  return variable.declared ?? said(variable.name);
}

export function said(name: string): VariableView {
  return { name, type: "text", description: "", sensitive: false, default: null };
}

/** A value as its field shows it. */
export function textOf(value: Json): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What was typed as a value of the type, or why it is none. */
export function valueTyped(text: string, type: string): { value: Json } | { wrong: string } {
  if (text.trim() === "") return { value: null };
  if (type === "yes_no") return { value: text === "yes" };
  if (type === "number") {
    const number = Number(text.replace(",", "."));
    return Number.isFinite(number) ? { value: number } : { wrong: "Write a number, such as 12 or 4.5." };
  }
  if (type !== "list" && type !== "object") return { value: text };
  try {
    const value = JSON.parse(text) as Json;
    if (type === "list" ? Array.isArray(value) : isObject(value)) return { value };
  } catch {
    // Said below.
  }
  return { wrong: type === "list" ? 'Write a list as ["one", "two"].' : 'Write an object as {"size": "L"}.' };
}

/** Why a variable cannot have the name; "" when it can. */
export function nameFault(name: string, taken: readonly string[]): string {
  if (!NAME.test(name) || name === "secret")
    return "Begin with a letter; then letters, digits, - and _ without spaces.";
  return taken.includes(name) ? "There is a variable with this name already." : "";
}

/** "set in 2 blocks, read in 1"; "not used". */
export function usesInWords({ sets, reads }: BotVariable): string {
  const parts = [places("set", sets), places("read", reads)].filter(Boolean);
  return parts.join(", ") || "not used";
}

function places(verb: string, uses: Use[]): string {
  if (!uses.length) return "";
  return `${verb} in ${uses.length} block${uses.length === 1 ? "" : "s"}`;
}

export function isUnused({ sets, reads }: BotVariable): boolean {
  return !sets.length && !reads.length;
}

/** Those whose name or description has all words of the search. */
export function searched(variables: BotVariable[], search: string, describe: (name: string) => string) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return variables.filter((one) => {
    const text = `${one.name} ${one.declared?.description ?? ""} ${describe(one.name)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

import type { BlockView, FlowView, VariableView } from "../protocol/flow";
import type { Json } from "../protocol/json";
import { splitVariables } from "../text/segments";
import { hasWords } from "./choices";

/** Something that was found: a block, by its name or by a text in it, or a variable. */
export type Found =
  | { what: "block"; block: BlockView }
  | { what: "text"; block: BlockView; text: string }
  | { what: "variable"; name: string; uses: number };

const BEFORE = 24;
const LENGTH = 80;

/** Everything that is written in a block, in all languages. */
function written({ settings, translations = {} }: BlockView): string[] {
  return [...strings(settings), ...strings(translations)];
}

/** All words in a block, without markup. */
export function texts(block: BlockView): string[] {
  return written(block).map((text) =>
    text
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
}

function strings(value: Json): string[] {
  if (typeof value === "string") return value ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(strings);
  if (value && typeof value === "object") {
    return Object.entries(value).flatMap(([key, inner]) => (key === "id" ? [] : strings(inner)));
  }
  return [];
}

/** The variables that a block shows in its texts, sets or asks for. */
export function variablesOf(block: BlockView, declared: VariableView[]): Set<string> {
  const names = new Set(declared.map((one) => one.name));
  const used = new Set<string>();
  for (const text of written(block)) {
    for (const piece of splitVariables(text)) {
      if ("variable" in piece) used.add(piece.variable.replace(/[|[].*$/, "").trim());
    }
    if (names.has(text)) used.add(text);
  }
  return used;
}

/** The blocks that use a variable. */
export function usesOf(flow: FlowView, variable: string): BlockView[] {
  return Object.values(flow.blocks).filter((block) => {
    const used = variablesOf(block, flow.variables);
    return used.has(variable) || [...used].some((path) => path.startsWith(`${variable}.`));
  });
}

/** The part of a text in which the first word of the search stands. */
export function excerpt(text: string, search: string): string {
  const word = search.trim().split(/\s+/)[0]?.toLowerCase() ?? "";
  const start = Math.max(0, text.toLowerCase().indexOf(word) - BEFORE);
  const end = start + LENGTH;
  return `${start ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}

/** Blocks by name, kind and text, and variables; `labelOf` names a kind. A search of `{name` is for variables alone. */
export function find(flow: FlowView, search: string, labelOf: (kind: string) => string): Found[] {
  const words = search.trim();
  if (!words) return Object.values(flow.blocks).map((block) => ({ what: "block", block }));
  const blocks = Object.values(flow.blocks);
  const wanted = words.replace(/[{}]/g, "");
  const variables = new Map<string, number>(flow.variables.map((one) => [one.name, 0]));
  for (const block of blocks) {
    for (const name of variablesOf(block, flow.variables))
      variables.set(name, (variables.get(name) ?? 0) + 1);
  }
  const named = [...variables]
    .filter(([name]) => hasWords(name, wanted))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, uses]): Found => ({ what: "variable", name, uses }));
  if (words.startsWith("{")) return named;
  const byName = blocks.filter((block) => hasWords(`${block.title} ${labelOf(block.kind)}`, words));
  const inText = blocks.flatMap((block): Found[] => {
    const text = texts(block).find((one) => hasWords(one, words));
    return text === undefined ? [] : [{ what: "text", block, text: excerpt(text, words) }];
  });
  return [...byName.map((block): Found => ({ what: "block", block })), ...inText, ...named];
}

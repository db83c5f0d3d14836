import { isObject, type Json } from "../protocol/json";

/** One line of an answer, as a tree shows it. */
export interface TreeRow {
  /** The path that the field is kept by, as `flowdesigner.flow.json_path` reads it. */
  path: string;
  key: string;
  depth: number;
  value: Json;
  /** How many lie within; 0 for a value. */
  size: number;
}

const PLAIN = /^[A-Za-z_]\w*$/;
/** So many of a list are shown: they are alike. */
const SHOWN = 20;
const WHOLE = "@";

function pathTo(path: string, key: string | number): string {
  const inside = path === WHOLE ? "" : path;
  if (typeof key === "number") return `${inside}[${key}]`;
  const name = PLAIN.test(key) ? key : JSON.stringify(key);
  return inside ? `${inside}.${name}` : name;
}

function childrenOf(value: Json): [key: string | number, value: Json][] {
  if (Array.isArray(value)) return value.slice(0, SHOWN).map((item, index) => [index, item]);
  return isObject(value) ? Object.entries(value) : [];
}

function sizeOf(value: Json): number {
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
}

/** The lines that are seen when what is `folded` is closed; the first is the whole answer. */
export function treeOf(answer: Json, folded: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const visit = (path: string, key: string, value: Json, depth: number) => {
    rows.push({ path, key, depth, value, size: sizeOf(value) });
    if (folded.has(path)) return;
    for (const [name, item] of childrenOf(value)) visit(pathTo(path, name), String(name), item, depth + 1);
  };
  visit(WHOLE, "answer", answer, 0);
  return rows;
}

/** Those that are closed at first: what lies deep, and all of a list but its first. */
export function foldedAtFirst(answer: Json): Set<string> {
  const all = treeOf(answer, new Set());
  const isLater = (row: TreeRow) => /^[1-9]\d*$/.test(row.key) && row.path.endsWith(`[${row.key}]`);
  return new Set(all.filter((row) => row.size && (row.depth > 3 || isLater(row))).map((row) => row.path));
}

/** What a line says after its key: the value, or how many lie within. */
export function valueInWords({ value, size }: Pick<TreeRow, "value" | "size">): string {
  if (Array.isArray(value)) return size === 1 ? "1 item" : `${size} items`;
  if (isObject(value)) return size === 1 ? "1 field" : `${size} fields`;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A name for the variable that a field goes into: its last key, with the one before where it says too little. */
export function variableFor(path: string, taken: readonly string[]): string {
  const keys = [...path.matchAll(/"((?:[^"\\]|\\.)*)"|([A-Za-z_]\w*)/g)].map((one) => one[1] ?? one[2] ?? "");
  const words = keys.map((key) =>
    key
      .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
      .replace(/\W+/g, "_")
      .toLowerCase(),
  );
  const last = words.at(-1) || "answer";
  const short = ["id", "name", "value", "type", "status", "state", "date", "text"].includes(last);
  const wanted = short && words.length > 1 ? `${words.at(-2)}_${last}` : last;
  const name = /^[a-z]/.test(wanted) ? wanted : `value_${wanted}`;
  if (!taken.includes(name)) return name;
  const numbers = taken.map((one) => (one.startsWith(`${name}_`) ? Number(one.slice(name.length + 1)) : 1));
  return `${name}_${Math.max(1, ...numbers.filter(Number.isInteger)) + 1}`;
}

/** The answer that a text is: JSON, or nothing that a tree could show. */
export function answerIn(text: string): Json | undefined {
  try {
    const found = JSON.parse(text) as Json;
    return typeof found === "object" && found !== null ? found : undefined;
  } catch {
    return undefined;
  }
}

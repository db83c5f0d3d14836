import type { BlockView, VariableView } from "../protocol/flow";
import type { Json } from "../protocol/json";
import { splitVariables } from "../text/segments";

/** A variable that a call needs, with what it has in a test unless the author says otherwise. */
export interface Needed {
  name: string;
  value: string;
  type: string;
  isSensitive: boolean;
}

const SECRET = "secret.";

function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
}

function rootOf(path: string): string {
  return path.split(/[.[|]/)[0]?.trim() ?? "";
}

/** The variables in the templates of a block; `plain` are settings that are no templates. */
export function neededBy(
  block: BlockView,
  plain: readonly string[],
  declared: VariableView[],
  examples: ReadonlyMap<string, Json>,
): Needed[] {
  const texts = Object.entries(block.settings).flatMap(([name, value]) =>
    plain.includes(name) ? [] : textsIn(value),
  );
  const paths = texts
    .flatMap((text) => splitVariables(text))
    .flatMap((piece) => ("variable" in piece ? [piece.variable] : []));
  const names = new Set<string>();
  for (const path of paths) {
    const whole = path.split("|")[0]?.trim() ?? "";
    if (!whole.startsWith(SECRET)) names.add(examples.has(whole) ? whole : rootOf(whole));
  }
  return [...names].map((name) => {
    const known = declared.find((one) => one.name === name);
    const given = known?.default ?? examples.get(name) ?? null;
    return {
      name,
      value: given === null ? "" : typeof given === "string" ? given : JSON.stringify(given),
      type: known?.type ?? "text",
      isSensitive: known?.sensitive ?? false,
    };
  });
}

/** What was typed, as a value of the variable's type. */
export function typedAs(text: string, type: string): Json {
  if (type === "number" && text.trim() && Number.isFinite(Number(text))) return Number(text);
  if (type === "text" || type === "date") return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

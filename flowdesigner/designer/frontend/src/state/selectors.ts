import type { Kind } from "../protocol/catalog";
import type { BlockView, EdgeTuple, Problem } from "../protocol/flow";
import type { State } from "./state";

export function kindOf(state: State, kind: string): Kind | undefined {
  return state.catalog.kinds.find((one) => one.kind === kind);
}

export function openedBlock(state: State): BlockView | null {
  return (state.opened && state.flow?.blocks[state.opened]) || null;
}

export function countProblems(problems: Problem[]): { errors: number; warnings: number } {
  const errors = problems.filter((one) => one.severity === "error").length;
  return { errors, warnings: problems.length - errors };
}

/** "2 errors, 1 warning"; "No problems". */
export function problemsInWords(problems: Problem[]): string {
  const { errors, warnings } = countProblems(problems);
  const words = [plural(errors, "error"), plural(warnings, "warning")].filter(Boolean);
  return words.join(", ") || "No problems";
}

export function plural(count: number, noun: string): string {
  if (!count) return "";
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** An edit that was just made can be undone before Python has said so. */
export function mayUndo(state: State): boolean {
  return state.connection === "online" && (state.canUndo || state.pending.length > 0);
}

export function mayRedo(state: State): boolean {
  return state.connection === "online" && state.canRedo;
}

const exits = new WeakMap<EdgeTuple[], Map<string, string>>();

/** The ports of a block that lead somewhere, as `" port port "`. */
export function usedPorts(edges: EdgeTuple[], block: string): string {
  let index = exits.get(edges);
  if (!index) {
    index = new Map();
    for (const [from, port] of edges) index.set(from, `${index.get(from) ?? " "}${port} `);
    exits.set(edges, index);
  }
  return index.get(block) ?? "";
}

const badges = new WeakMap<Problem[], Map<string, Problem[]>>();

/** The problems of one block; the same list for the same state. */
export function problemsOf(problems: Problem[], block: string): Problem[] {
  let index = badges.get(problems);
  if (!index) {
    index = new Map();
    for (const one of problems) {
      if (one.block) index.set(one.block, [...(index.get(one.block) ?? []), one]);
    }
    badges.set(problems, index);
  }
  return index.get(block) ?? NO_PROBLEMS;
}

const NO_PROBLEMS: Problem[] = [];

/** Whether *Try it*, or the conversation that is open in *Live*, stands at this block. */
export function isLit(state: State, block: string): boolean {
  const { side, trial, desk } = state;
  const at = side === "try" ? trial?.at : side === "live" ? desk.followed?.at : null;
  return at?.block === block && at.flow === state.flow?.id;
}

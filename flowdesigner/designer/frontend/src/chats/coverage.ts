import type { Coverage } from "../protocol/chats";
import type { State } from "../state/state";

/** A block that no test comes to, in place of the list of its ports. */
export const WHOLE = "whole";

type Index = Map<string, string>;
const indexes = new WeakMap<Coverage, Index>();

function indexOf(coverage: Coverage): Index {
  const known = indexes.get(coverage);
  if (known) return known;
  const index: Index = new Map();
  for (const { flow, block, port } of coverage.untouched_ports) {
    const key = `${flow} ${block}`;
    index.set(key, `${index.get(key) ?? " "}${port} `);
  }
  for (const { flow, block } of coverage.untouched_blocks) index.set(`${flow} ${block}`, WHOLE);
  indexes.set(coverage, index);
  return index;
}

/** What no test touches of a block of the flow on the screen: `WHOLE`, or its ports as `" port port "`. */
export function untestedOf(state: State, block: string): string {
  const coverage = state.desk.coverage ? state.desk.tests?.coverage : undefined;
  return (coverage && indexOf(coverage).get(`${state.flow?.id} ${block}`)) || "";
}

export interface Untouched {
  flow: string;
  block: string;
  /** Empty for the whole block. */
  port: string;
  title: string;
  label: string;
}

/** All that no test touches, blocks before ports; the ports of an untouched block go without saying. */
export function untouched(coverage: Coverage): Untouched[] {
  const blocks = coverage.untouched_blocks.map((one) => ({ ...one, port: "", label: "" }));
  const index = indexOf(coverage);
  const ports = coverage.untouched_ports.filter((one) => index.get(`${one.flow} ${one.block}`) !== WHOLE);
  return [...blocks, ...ports];
}

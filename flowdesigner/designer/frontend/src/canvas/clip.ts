import type { Catalog } from "../protocol/catalog";
import { START } from "../protocol/catalog";
import type { BlockView, EdgeTuple, FlowView, Point, VariableView } from "../protocol/flow";
import { isObject, type Json } from "../protocol/json";
import type { NewBlock, Operation } from "../protocol/operation";
import { blockId } from "../state/ids";
import { variablesOf } from "./find";

/** Blocks on their way to another place, flow or bot: what the clipboard holds, as JSON. */
export interface Clip {
  flowdesigner: "blocks";
  blocks: NewBlock[];
  edges: EdgeTuple[];
  at: Record<string, Point>;
  variables: VariableView[];
}

const ASIDE = 32;

function newBlock(view: BlockView, catalog: Catalog): NewBlock {
  const { id, kind, name, settings, translations, ports } = view;
  const block = { id, kind, name, settings, ...(translations && { translations }) };
  // Nobody else knows the exits of a block whose kind is not installed.
  const isKnown = catalog.kinds.some((one) => one.kind === kind);
  return isKnown ? block : { ...block, ports: ports.map((port) => port.id) };
}

/** These blocks with the lines between them, their places, and the variables that they use. */
export function clipOf(flow: FlowView, ids: string[], catalog: Catalog): Clip {
  const chosen = ids.map((id) => flow.blocks[id]).filter((block) => block !== undefined);
  const among = new Set(chosen.map((block) => block.id));
  const used = new Set(chosen.flatMap((block) => [...variablesOf(block, flow.variables)]));
  return {
    flowdesigner: "blocks",
    blocks: chosen.map((block) => newBlock(block, catalog)),
    edges: flow.edges.filter(([from, , to]) => among.has(from) && among.has(to)),
    at: Object.fromEntries(Object.entries(flow.layout).filter(([id]) => among.has(id))),
    variables: flow.variables.filter((one) => used.has(one.name)),
  };
}

/** The blocks in a text from the clipboard; null when it has none. */
export function readClip(text: string): Clip | null {
  let data: Json;
  try {
    data = JSON.parse(text) as Json;
  } catch {
    return null;
  }
  const isClip =
    isObject(data) &&
    data.flowdesigner === "blocks" &&
    Array.isArray(data.blocks) &&
    data.blocks.every((one) => isObject(one) && typeof one.id === "string" && typeof one.kind === "string") &&
    Array.isArray(data.edges) &&
    Array.isArray(data.variables) &&
    isObject(data.at ?? null);
  return isClip ? (data as unknown as Clip) : null;
}

function offset(clip: Clip, flow: FlowView, at: Point | null): Point {
  const places = Object.values(clip.at);
  if (at && places.length) {
    const left = Math.min(...places.map(([x]) => x));
    const top = Math.min(...places.map(([, y]) => y));
    return [Math.round(at[0] - left), Math.round(at[1] - top)];
  }
  const taken = new Set(Object.values(flow.layout).map(String));
  let by = 0;
  while (places.some(([x, y]) => taken.has(String([x + by, y + by])))) by += ASIDE;
  return [by, by];
}

export interface Pasting {
  ids: string[];
  op: Operation;
}

/**
 * The edit that puts the blocks into a flow under new ids: at a point of it, else aside of those that are there. A second
 * start is left out, variables that the flow does not have are declared.
 */
export function pasting(clip: Clip, flow: FlowView, at: Point | null): Pasting | null {
  const hasStart = Object.values(flow.blocks).some((block) => block.kind === START);
  const blocks = clip.blocks.filter((block) => !(hasStart && block.kind === START));
  if (!blocks.length) return null;
  const ids = new Map<string, string>();
  for (const block of blocks) {
    ids.set(block.id, blockId(block.kind, { ...flow.blocks, ...Object.fromEntries(ids) }));
  }
  const now = (id: string) => ids.get(id) ?? "";
  const [dx, dy] = offset(clip, flow, at);
  const insert: Operation = {
    op: "insert",
    blocks: blocks.map((block) => ({ ...block, id: now(block.id) })),
    edges: clip.edges
      .filter(([from, , to]) => ids.has(from) && ids.has(to))
      .map(([from, port, to]): EdgeTuple => [now(from), port, now(to)]),
    at: Object.fromEntries(
      Object.entries(clip.at)
        .filter(([id]) => ids.has(id))
        .map(([id, [x, y]]): [string, Point] => [now(id), [x + dx, y + dy]]),
    ),
  };
  const known = new Set(flow.variables.map((one) => one.name));
  const declare = clip.variables
    .filter((one) => !known.has(one.name))
    .map((variable): Operation => ({ op: "set_variable", name: variable.name, variable }));
  return { ids: [...ids.values()], op: declare.length ? { op: "batch", ops: [...declare, insert] } : insert };
}

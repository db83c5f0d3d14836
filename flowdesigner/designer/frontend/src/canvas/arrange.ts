import { Graph, layout } from "@dagrejs/dagre";
import { START } from "../protocol/catalog";
import type { BlockView, FlowView, Point } from "../protocol/flow";
import { CARD_WIDTH, estimatedHeight } from "./nodes";

const GRID = 4;

function snapped(value: number): number {
  return Math.round(value / GRID) * GRID;
}

/** The blocks as a reader meets them, port by port: dagre keeps this order where it is free to choose. */
function inReadingOrder(flow: FlowView): BlockView[] {
  const targets = new Map(flow.edges.map(([from, port, to]) => [`${from} ${port}`, to]));
  const entered = new Set(flow.edges.map(([, , to]) => to));
  const seen = new Set<BlockView>();
  const waiting = Object.values(flow.blocks).sort((a, b) => rank(a, entered) - rank(b, entered));
  for (let block = waiting.shift(); block; block = waiting.shift()) {
    if (seen.has(block)) continue;
    seen.add(block);
    const next = block.ports.map((port) => flow.blocks[targets.get(`${block?.id} ${port.id}`) ?? ""]);
    waiting.unshift(...next.filter((one) => one !== undefined));
  }
  return [...seen];
}

function rank(block: BlockView, entered: Set<string>): number {
  if (block.kind === START) return 0;
  return entered.has(block.id) ? 2 : 1;
}

/** Tidy places for all blocks of a flow, left to right; `heightOf` knows cards that were drawn. */
export function arrange(
  flow: FlowView,
  heightOf: (id: string) => number | undefined = () => undefined,
): Record<string, Point> {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", ranksep: 84, nodesep: 44, marginx: 40, marginy: 40 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const block of inReadingOrder(flow)) {
    const height = heightOf(block.id) ?? estimatedHeight(block);
    graph.setNode(block.id, { width: CARD_WIDTH, height });
  }
  for (const [from, port, to] of flow.edges) {
    if (from in flow.blocks && to in flow.blocks && from !== to) graph.setEdge(from, to, {}, port);
  }
  layout(graph);
  return Object.fromEntries(
    Object.keys(flow.blocks).map((id): [string, Point] => {
      const { x, y, width, height } = graph.node(id) as {
        x: number;
        y: number;
        width: number;
        height: number;
      };
      return [id, [snapped(x - width / 2), snapped(y - height / 2)]];
    }),
  );
}

/** Tidy places for some of the blocks among themselves; their upper left corner stays where it is. */
export function arrangeSome(
  flow: FlowView,
  ids: string[],
  heightOf?: (id: string) => number | undefined,
): Record<string, Point> {
  const among = new Set(ids.filter((id) => flow.blocks[id] && flow.layout[id]));
  const pick = ([id]: [string, unknown]) => among.has(id);
  const blocks = Object.fromEntries(Object.entries(flow.blocks).filter(pick));
  const edges = flow.edges.filter(([from, , to]) => among.has(from) && among.has(to));
  const tidy = Object.entries(arrange({ ...flow, blocks, edges }, heightOf));
  const places = Object.entries(flow.layout).filter(pick);
  const corner = (all: [string, Point][], axis: 0 | 1) => Math.min(...all.map(([, place]) => place[axis]));
  const [dx, dy] = [corner(places, 0) - corner(tidy, 0), corner(places, 1) - corner(tidy, 1)];
  return Object.fromEntries(tidy.map(([id, [x, y]]): [string, Point] => [id, [x + dx, y + dy]]));
}

/** Places for the blocks that have none: tidy among themselves, below the others. */
export function placeMissing(flow: FlowView): Record<string, Point> {
  const missing = Object.values(flow.blocks).filter((block) => !flow.layout[block.id]);
  if (!missing.length) return {};
  const blocks = Object.fromEntries(missing.map((block) => [block.id, block]));
  const edges = flow.edges.filter(([from, , to]) => from in blocks && to in blocks);
  const places = arrange({ ...flow, blocks, edges });
  const placed = Object.values(flow.blocks).filter((block) => flow.layout[block.id]);
  if (!placed.length) return places;
  const bottom = Math.max(
    ...placed.map((block) => (flow.layout[block.id]?.[1] ?? 0) + estimatedHeight(block)),
  );
  const left = Math.min(...placed.map((block) => flow.layout[block.id]?.[0] ?? 0));
  return Object.fromEntries(
    Object.entries(places).map(([id, [x, y]]): [string, Point] => [id, [x - 40 + left, y + bottom]]),
  );
}

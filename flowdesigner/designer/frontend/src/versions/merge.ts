import { placeMissing } from "../canvas/arrange";
import { CARD_WIDTH, estimatedHeight } from "../canvas/nodes";
import type { BlockView, EdgeTuple, FlowView, Point, Port } from "../protocol/flow";
import type { Change, ChangedFlow } from "../protocol/versions";

/** Only a thing that both versions have is `same`. */
export type Fate = "same" | "added" | "removed";

export interface MergedBlock {
  block: BlockView;
  state: Change | "same";
  at: Point;
  /** Where the block was, when it was somewhere else. */
  was: Point | null;
  ports: (Port & { state: Fate })[];
}

export interface MergedEdge {
  from: string;
  port: string;
  to: string;
  state: Fate;
}

const GAP = 24;

interface Box {
  at: Point;
  height: number;
}

function overlaps(one: Box, other: Box): boolean {
  return (
    Math.abs(one.at[0] - other.at[0]) < CARD_WIDTH &&
    one.at[1] < other.at[1] + other.height &&
    other.at[1] < one.at[1] + one.height
  );
}

/** The first free place at or below one: what was removed must not hide what stands there now. */
function freePlace(at: Point, height: number, taken: Box[]): Point {
  let place = at;
  for (;;) {
    const inTheWay = taken.find((other) => overlaps({ at: place, height }, other));
    if (!inTheWay) return place;
    place = [at[0], inTheWay.at[1] + inTheWay.height + GAP];
  }
}

/** The ways out of both versions of a block; those of now first. */
function portsOf(old: BlockView | undefined, now: BlockView | undefined): MergedBlock["ports"] {
  const has = (block: BlockView | undefined, id: string) => block?.ports.some((port) => port.id === id);
  const isBoth = old && now;
  const present = (now ?? old)?.ports ?? [];
  const gone = isBoth ? old.ports.filter((port) => !has(now, port.id)) : [];
  return [
    ...present.map((port) => ({
      ...port,
      state: isBoth && !has(old, port.id) ? ("added" as const) : ("same" as const),
    })),
    ...gone.map((port) => ({ ...port, state: "removed" as const })),
  ];
}

function isElsewhere(was: Point | undefined, at: Point): was is Point {
  return was !== undefined && (was[0] !== at[0] || was[1] !== at[1]);
}

/** Where the blocks of a version stand; one that came without a place gets one. */
function placesOf(flow: FlowView | null): Record<string, Point> {
  return flow ? { ...flow.layout, ...placeMissing(flow) } : {};
}

/** Both versions of a flow on one canvas: everything of the new one, and what is gone where it was. */
export function merge({ blocks: states, edges, old, new: now }: ChangedFlow): {
  blocks: MergedBlock[];
  edges: MergedEdge[];
} {
  const [places, placesBefore] = [placesOf(now), placesOf(old)];
  const blocks = Object.values(now?.blocks ?? {}).map((block): MergedBlock => {
    const at = places[block.id] ?? [0, 0];
    const was = old?.layout[block.id];
    return {
      block,
      state: states[block.id]?.state ?? "same",
      at,
      was: old?.blocks[block.id] && isElsewhere(was, at) ? was : null,
      ports: portsOf(old?.blocks[block.id], block),
    };
  });
  const taken = blocks.map(({ at, block }): Box => ({ at, height: estimatedHeight(block) }));
  for (const block of Object.values(old?.blocks ?? {})) {
    if (now?.blocks[block.id]) continue;
    const height = estimatedHeight(block);
    const at = freePlace(placesBefore[block.id] ?? [0, 0], height, taken);
    taken.push({ at, height });
    blocks.push({ block, state: "removed", at, was: null, ports: portsOf(block, undefined) });
  }
  const added = new Set(edges.added.map((edge) => edge.join(" ")));
  const merged = (tuple: EdgeTuple, state: Fate): MergedEdge => {
    const [from, port, to] = tuple;
    return { from, port, to, state };
  };
  return {
    blocks,
    edges: [
      ...(now?.edges ?? []).map((edge) => merged(edge, added.has(edge.join(" ")) ? "added" : "same")),
      ...edges.removed.map((edge) => merged(edge, "removed")),
    ],
  };
}

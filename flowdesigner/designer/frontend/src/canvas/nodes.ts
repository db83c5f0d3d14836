import { type Node, Position } from "@xyflow/react";
import type { Catalog } from "../protocol/catalog";
import { START } from "../protocol/catalog";
import type { BlockView, FlowView, Point } from "../protocol/flow";

export type CardNode = Node<{ block: BlockView; label: string }, "card">;

export const CARD_WIDTH = 232;
const DOT = 11;
export const HEAD = 46;
export const ROW = 31;
const LINE = 19;
const CHARACTERS = 30;

/** JupyterLab takes keys for itself unless the element with the focus says not to. */
const QUIET = { "data-lm-suppress-shortcuts": "true" } as CardNode["domAttributes"];

/** About how high a card is before it was drawn: lets a thousand cards open without drawing them all. */
export function estimatedHeight(block: BlockView): number {
  const text = block.summary.replace(/<[^>]*>/g, "");
  const lines = Math.min(4, Math.ceil(text.length / CHARACTERS));
  return HEAD + (lines ? lines * LINE + 9 : 0) + block.ports.length * ROW;
}

function estimatedHandles(block: BlockView, height: number): CardNode["handles"] {
  const size = { width: DOT, height: DOT };
  const top = height - block.ports.length * ROW;
  const exits = block.ports.map((port, index) => ({
    ...size,
    id: port.id,
    type: "source" as const,
    position: Position.Right,
    x: CARD_WIDTH - 6,
    y: top + index * ROW + 10,
  }));
  if (block.kind === START) return exits;
  return [...exits, { ...size, id: null, type: "target", position: Position.Left, x: -6, y: 16 }];
}

function freshNode(block: BlockView): Omit<CardNode, "position" | "data"> {
  const height = estimatedHeight(block);
  return {
    id: block.id,
    type: "card",
    initialWidth: CARD_WIDTH,
    initialHeight: height,
    handles: estimatedHandles(block, height),
    domAttributes: QUIET,
  };
}

function isAt(node: CardNode, [x, y]: Point): boolean {
  return node.position.x === x && node.position.y === y;
}

/** The cards of a flow; those that did not change stay the same objects, a card under the mouse stays where it is. */
export function syncNodes(previous: CardNode[], flow: FlowView, catalog: Catalog): CardNode[] {
  const before = new Map(previous.map((node) => [node.id, node]));
  const labels = new Map(catalog.kinds.map((kind) => [kind.kind, kind.label]));
  return Object.values(flow.blocks).flatMap((block) => {
    const at = flow.layout[block.id];
    if (!at) return [];
    const old = before.get(block.id);
    const label = labels.get(block.kind) ?? block.kind;
    const isSame = old && old.data.block === block && old.data.label === label;
    if (isSame && (old.dragging || isAt(old, at))) return [old];
    const ariaLabel = `${block.title}, ${label}`;
    const position = old?.dragging ? old.position : { x: at[0], y: at[1] };
    return [{ ...(old ?? freshNode(block)), position, ariaLabel, data: { block, label } }];
  });
}

/** A card that was measured needs no estimates any more. */
export function settled(node: CardNode): CardNode {
  if (!node.handles || !node.measured?.height) return node;
  const { handles: _, ...rest } = node;
  return rest;
}

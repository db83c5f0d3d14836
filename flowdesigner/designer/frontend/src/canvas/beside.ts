import { type Node, Position } from "@xyflow/react";
import type { Area, FlowView, GroupView, NoteView } from "../protocol/flow";
import { heightOf } from "./framing";
import { CARD_WIDTH, type CardNode } from "./nodes";
import type { Box } from "./route";

/** What lies beside the cards: notes, and groups with their frames. */
export type NoteNode = Node<{ note: NoteView }, "note">;
export type GroupNode = Node<{ group: GroupView }, "group">;
export type AnyNode = CardNode | NoteNode | GroupNode;

const NOTE = "note:";
const GROUP = "group:";
const PAD = 20;
export const FRAME_HEAD = 40;
const FOLD_HEIGHT = 62;
const NOTE_SIZE = [184, 92] as const;
const QUIET = { "data-lm-suppress-shortcuts": "true" } as Node["domAttributes"];

export const noteNode = (id: string) => `${NOTE}${id}`;
export const groupNode = (id: string) => `${GROUP}${id}`;

export function isCard(node: { type?: string | undefined }): node is CardNode {
  return node.type === "card";
}

/** The note or group of a node's id; null for a card. */
export function noteOf(node: string): string | null {
  return node.startsWith(NOTE) ? node.slice(NOTE.length) : null;
}

export function groupOf(node: string): string | null {
  return node.startsWith(GROUP) ? node.slice(GROUP.length) : null;
}

/** The group that hides a block, being collapsed. */
export function foldOf(flow: FlowView, block: string): GroupView | undefined {
  return flow.groups.find((group) => group.collapsed && group.blocks.includes(block));
}

/** A note lies where it was laid; the page lays those that came without a place in a row. */
export function areaOf(note: NoteView, index: number): Area {
  return note.at ?? [40 + index * 200, -140, ...NOTE_SIZE];
}

/** A place for a new note, its upper left corner here. */
export function freshArea([x, y]: readonly [number, number]): Area {
  return [Math.round(x), Math.round(y), ...NOTE_SIZE];
}

function noteNodes(before: Map<string, AnyNode>, flow: FlowView): NoteNode[] {
  return flow.notes.map((note, index) => {
    const id = noteNode(note.id);
    const old = before.get(id) as NoteNode | undefined;
    if (old?.data.note === note) return old;
    const [x, y, width, height] = areaOf(note, index);
    return {
      ...(old ?? { id, type: "note" as const, zIndex: -1, domAttributes: QUIET }),
      position: old?.dragging ? old.position : { x, y },
      width,
      height,
      ariaLabel: `Note: ${note.text || "empty"}`,
      data: { note },
    };
  });
}

/** The frame around the cards of a group, or the card that stands for all of them. */
function frameOf(group: GroupView, cards: CardNode[]): Box {
  const left = Math.min(...cards.map((card) => card.position.x));
  const top = Math.min(...cards.map((card) => card.position.y));
  if (group.collapsed) return { x: left, y: top, width: CARD_WIDTH, height: FOLD_HEIGHT };
  const right = Math.max(...cards.map((card) => card.position.x + CARD_WIDTH));
  const bottom = Math.max(...cards.map((card) => card.position.y + heightOf(card)));
  return {
    x: left - PAD,
    y: top - FRAME_HEAD - 8,
    width: right - left + 2 * PAD,
    height: bottom - top + FRAME_HEAD + 8 + PAD,
  };
}

const FOLD_DOTS: GroupNode["handles"] = [
  { id: "in", type: "target", position: Position.Left, x: -6, y: 17, width: 11, height: 11 },
  { id: "out", type: "source", position: Position.Right, x: CARD_WIDTH - 6, y: 17, width: 11, height: 11 },
];

function groupNodeOf(group: GroupView, cards: CardNode[], old: GroupNode | undefined): GroupNode {
  const { x, y, width, height } = frameOf(group, cards);
  const isSame =
    old?.data.group === group &&
    old.position.x === x &&
    old.position.y === y &&
    old.width === width &&
    old.height === height;
  if (isSame) return old;
  return {
    ...(old ?? {
      id: groupNode(group.id),
      type: "group" as const,
      selectable: false,
      focusable: false,
      dragHandle: ".fd-frame-head",
      domAttributes: QUIET,
    }),
    // Between the cards of a frame one selects as on the open canvas.
    style: { pointerEvents: group.collapsed ? "all" : "none" },
    zIndex: group.collapsed ? 0 : -2,
    ...(group.collapsed && FOLD_DOTS ? { handles: FOLD_DOTS } : {}),
    position: { x, y },
    width,
    height,
    data: { group },
  };
}

/** The frames of groups around where their cards are now. */
export function framed(nodes: AnyNode[], groups: GroupView[]): AnyNode[] {
  if (!groups.length && !nodes.some((node) => node.type === "group")) return nodes;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const frames = groups.flatMap((group) => {
    const cards = group.blocks.map((id) => byId.get(id)).filter((node) => node !== undefined && isCard(node));
    const old = byId.get(groupNode(group.id)) as GroupNode | undefined;
    return cards.length ? [groupNodeOf(group, cards as CardNode[], old)] : [];
  });
  return [...frames, ...nodes.filter((node) => node.type !== "group")];
}

/** Cards with all that lies beside them; those of collapsed groups are hidden. */
export function withBeside(cards: CardNode[], previous: AnyNode[], flow: FlowView): AnyNode[] {
  const before = new Map(previous.map((node) => [node.id, node]));
  const folded = new Set(flow.groups.filter((one) => one.collapsed).flatMap((one) => one.blocks));
  const shown = cards.map((card) =>
    Boolean(card.hidden) === folded.has(card.id) ? card : { ...card, hidden: folded.has(card.id) },
  );
  const frames = previous.filter((node) => node.type === "group");
  return framed([...frames, ...noteNodes(before, flow), ...shown], flow.groups);
}

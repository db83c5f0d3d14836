import { useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, useCallback } from "react";
import { type AnyNode, noteOf } from "../canvas/beside";
import { goTo } from "../canvas/goTo";
import { groupBlocks } from "../canvas/grouping";
import { isArrow, neighbour } from "../canvas/navigation";
import { pointer } from "../canvas/pointer";
import { useFraming } from "../canvas/useFraming";
import { useNotes } from "../canvas/useNotes";
import { useRemoval } from "../canvas/useRemoval";
import { focusPanel } from "../panel/focus";
import { START } from "../protocol/catalog";
import type { Point } from "../protocol/flow";
import { useSession } from "../state/context";
import type { Session } from "../state/session";
import type { Overlay } from "../state/state";
import { toggleSide } from "./sides";
import { isOnCanvas, isTyping } from "./where";

const STEP = 20;
const STEPS = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
} as const;

function cardOf(target: EventTarget): string | null {
  const element = target instanceof HTMLElement ? target : null;
  return element?.closest(".react-flow__node")?.getAttribute("data-id") ?? null;
}

function nudge(session: Session, by: readonly [number, number], note: string | null): void {
  const { flow, selection } = session.store.state;
  const area = flow?.notes.find((one) => one.id === note)?.at;
  if (note && area) {
    const [x, y, width, height] = area;
    session.edit({ op: "set_notes", notes: {}, at: { [note]: [x + by[0], y + by[1], width, height] } });
    return;
  }
  const at: Record<string, Point> = {};
  for (const id of selection) {
    const place = flow?.layout[id];
    if (place) at[id] = [place[0] + by[0], place[1] + by[1]];
  }
  if (Object.keys(at).length) session.edit({ op: "move", at });
}

/** Where the keys begin when no card has the focus: the selected block, else the start. */
function entrance({ store }: Session): string | null {
  const { flow, selection } = store.state;
  const blocks = Object.values(flow?.blocks ?? {});
  return selection[0] ?? (blocks.find((block) => block.kind === START) ?? blocks[0])?.id ?? null;
}

/** The keyboard of the whole designer. Nothing is stopped: React Flow listens on the document. */
export function useKeys(duplicate: () => void): (event: KeyboardEvent) => void {
  const session = useSession();
  const remove = useRemoval();
  const { frame } = useFraming();
  const { add: note } = useNotes();
  const { setNodes, zoomIn, zoomOut, zoomTo } = useReactFlow<AnyNode>();

  /** Keys with Ctrl (or Cmd); true when it was one. */
  const command = useCallback(
    (key: string, event: KeyboardEvent): boolean => {
      const isHere = isOnCanvas(event.target as HTMLElement);
      if (key === "z" && !event.shiftKey) session.undo();
      else if (key === "y" || (key === "z" && event.shiftKey)) session.redo();
      else if (key === "f") session.store.dispatch({ type: "overlay", overlay: { kind: "find", query: "" } });
      else if (key === "a" && isHere) setNodes((nodes) => nodes.map((node) => ({ ...node, selected: true })));
      else if (key === "d" && isHere) duplicate();
      else return false;
      return true;
    },
    [session, setNodes, duplicate],
  );

  /** Keys on the canvas, or anywhere outside of fields; true when it was one. */
  const single = useCallback(
    (key: string): boolean => {
      const open = (overlay: Overlay) => session.store.dispatch({ type: "overlay", overlay });
      const [only, ...others] = session.store.state.selection;
      if (key === "/") document.querySelector<HTMLElement>(".fd-palette .fd-search-input")?.focus();
      else if (key === "?") open({ kind: "keys" });
      else if (key === "a") open({ kind: "add", at: pointer() });
      else if (key === "c" && only && !others.length) open({ kind: "connect", block: only });
      else if (key === "u" && only && !others.length) open({ kind: "uses", block: only });
      else if (key === "n") note();
      else if (key === "g") groupBlocks(session, session.store.state.selection);
      else if (key === "f") frame();
      else if (key === "t") toggleSide(session, "tests");
      else if (key === "h") toggleSide(session, "versions");
      else if (key === "v") toggleSide(session, "variables");
      else if (key === "l") toggleSide(session, "languages");
      else if (key === "m") session.store.dispatch({ type: "map", open: !session.store.state.map });
      else if (key === "+") void zoomIn();
      else if (key === "-") void zoomOut();
      else if (key === "0") void zoomTo(1);
      else return false;
      return true;
    },
    [session, frame, note, zoomIn, zoomOut, zoomTo],
  );

  /** Keys of the card that has the focus; true when it was one. */
  const onCard = useCallback(
    (card: string, event: KeyboardEvent): boolean => {
      const { key } = event;
      const { flow } = session.store.state;
      if (isArrow(key)) {
        const to = flow && neighbour(flow, card, key);
        if (event.altKey || event.shiftKey) nudge(session, STEPS[key], noteOf(card));
        else if (to) goTo(session.store, to);
      } else if (key === " ") {
        setNodes((nodes) =>
          nodes.map((node) => (node.id === card ? { ...node, selected: !node.selected } : node)),
        );
      } else if (key === "Enter" && (event.target as HTMLElement).matches(".react-flow__node")) {
        const note = noteOf(card);
        if (note) session.store.dispatch({ type: "overlay", overlay: { kind: "note", note } });
        else {
          session.store.dispatch({ type: "side", side: "block", block: card });
          focusPanel();
        }
      } else return false;
      return true;
    },
    [session, setNodes],
  );

  return useCallback(
    (event) => {
      const target = event.target as HTMLElement;
      const { page, desk } = session.store.state;
      if (
        page !== "flow" ||
        desk.comparing ||
        isTyping(target) ||
        event.defaultPrevented ||
        target.closest("dialog")
      )
        return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const card = cardOf(target);
      const isHere = isOnCanvas(target);
      const start = entrance(session);
      if (event.ctrlKey || event.metaKey) {
        if (!command(key, event)) return;
      } else if (card && onCard(card, event)) {
        // Done.
      } else if (isHere && start && (key === "Home" || (!card && isArrow(key)))) {
        const home = Object.values(session.store.state.flow?.blocks ?? {}).find((one) => one.kind === START);
        goTo(session.store, key === "Home" ? (home?.id ?? start) : start);
      } else if (isHere && (key === "Delete" || key === "Backspace")) {
        if (!remove()) return;
        // The card that had the focus is gone, and keys without a focus go nowhere.
        target.closest<HTMLElement>(".fd-root")?.focus({ preventScroll: true });
      } else if (isHere && key === "Escape") {
        session.store.dispatch({ type: "side", side: null });
      } else if (!(isHere || key === "/" || key === "?") || event.altKey || !single(key)) return;
      event.preventDefault();
    },
    [session, command, onCard, single, remove],
  );
}

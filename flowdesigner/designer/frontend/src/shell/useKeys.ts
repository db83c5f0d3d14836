import { useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, useCallback } from "react";
import { isArrow, neighbour } from "../canvas/navigation";
import { useRemoval } from "../canvas/useRemoval";
import { focusCard, focusPanel } from "../panel/focus";
import type { Point } from "../protocol/flow";
import { useSession } from "../state/context";
import type { Session } from "../state/session";

const STEP = 20;
const TYPING = "input, textarea, select, [contenteditable=true]";
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

function isOnCanvas(target: HTMLElement): boolean {
  return target.classList.contains("fd-root") || target.closest(".fd-canvas") !== null;
}

function nudge(session: Session, by: readonly [number, number]): void {
  const { flow, selection } = session.store.state;
  const at: Record<string, Point> = {};
  for (const id of selection) {
    const place = flow?.layout[id];
    if (place) at[id] = [place[0] + by[0], place[1] + by[1]];
  }
  if (Object.keys(at).length) session.edit({ op: "move", at });
}

/** Keys with Ctrl (or Cmd); true when it was one. */
function command(session: Session, event: KeyboardEvent, selectAll: () => void): boolean {
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) session.undo();
  else if (key === "y" || (key === "z" && event.shiftKey)) session.redo();
  else if (key === "a" && isOnCanvas(event.target as HTMLElement)) selectAll();
  else return false;
  return true;
}

/** The keyboard of the whole designer. Nothing is stopped: React Flow listens on the document. */
export function useKeys(): (event: KeyboardEvent) => void {
  const session = useSession();
  const remove = useRemoval();
  const { setNodes } = useReactFlow();

  const walk = useCallback(
    (from: string, key: string) => {
      const { flow } = session.store.state;
      const to = flow && isArrow(key) ? neighbour(flow, from, key) : null;
      if (!to) return;
      session.store.dispatch({ type: "revealed", block: to });
      if (!focusCard(to)) requestAnimationFrame(() => requestAnimationFrame(() => focusCard(to)));
    },
    [session],
  );

  return useCallback(
    (event) => {
      const target = event.target as HTMLElement;
      if (session.store.state.page !== "flow" || target.closest(TYPING) || event.defaultPrevented) return;
      const card = cardOf(target);
      const { key } = event;
      if (event.ctrlKey || event.metaKey) {
        const selectAll = () => setNodes((nodes) => nodes.map((node) => ({ ...node, selected: true })));
        if (!command(session, event, selectAll)) return;
      } else if (key === "/") {
        document.querySelector<HTMLElement>(".fd-search-input")?.focus();
      } else if ((key === "Delete" || key === "Backspace") && isOnCanvas(target)) {
        if (!remove()) return;
        // The card that had the focus is gone, and keys without a focus go nowhere.
        target.closest<HTMLElement>(".fd-root")?.focus({ preventScroll: true });
      } else if (card && isArrow(key)) {
        if (event.altKey || event.shiftKey) nudge(session, STEPS[key]);
        else walk(card, key);
      } else if (card && key === "Enter" && target.matches(".react-flow__node")) {
        session.store.dispatch({ type: "side", side: "block", block: card });
        focusPanel();
      } else if (key === "Escape" && isOnCanvas(target)) {
        session.store.dispatch({ type: "side", side: null });
      } else return;
      event.preventDefault();
    },
    [session, remove, walk, setNodes],
  );
}

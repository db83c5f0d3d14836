import type { KeyboardEvent } from "react";

const FIELDS = "input, select, textarea, [contenteditable=true]";

function fieldsOf(row: Element | undefined): HTMLElement[] {
  return [...(row?.querySelectorAll<HTMLElement>(FIELDS) ?? [])];
}

/** Alt with an arrow moves the row that has the focus, and the focus goes with it. */
export function rowKeys(index: number, count: number, onMove: (step: number) => void) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!event.altKey || !step) return;
    event.preventDefault();
    event.stopPropagation();
    const to = index + step;
    if (to < 0 || to >= count) return;
    const row = event.currentTarget;
    const list = row.parentElement;
    const column = fieldsOf(row).indexOf(event.target as HTMLElement);
    onMove(step);
    requestAnimationFrame(() => fieldsOf(list?.children[to])[Math.max(0, column)]?.focus());
  };
}

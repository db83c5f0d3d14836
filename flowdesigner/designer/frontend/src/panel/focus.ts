const FIELDS = ".fd-side-body :is(input, textarea, select, button, [contenteditable=true]):not(:disabled)";

/** Puts the cursor into the first field of the panel that was just opened: before the next key, which belongs there. */
export function focusPanel(): void {
  // The page draws itself in a microtask after the change, so that the panel is there in the next one.
  queueMicrotask(() => {
    const fields = document.querySelectorAll<HTMLElement>(FIELDS);
    // The first field is the block's name, which the author rarely starts with.
    (fields[1] ?? fields[0])?.focus();
  });
}

/** Puts the focus on a block's card; false when the card is not drawn, being out of sight. */
export function focusCard(block: string): boolean {
  const card = document.querySelector<HTMLElement>(
    `.fd-canvas .react-flow__node[data-id="${CSS.escape(block)}"]`,
  );
  card?.focus({ preventScroll: true });
  return card !== null;
}

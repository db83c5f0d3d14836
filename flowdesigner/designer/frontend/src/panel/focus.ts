const FIELDS = ".fd-side-body :is(input, textarea, select, button, [contenteditable=true]):not(:disabled)";

/** Puts the cursor into the first field of the open panel, as soon as it is drawn. */
export function focusPanel(): void {
  requestAnimationFrame(() => {
    const fields = document.querySelectorAll<HTMLElement>(FIELDS);
    // The first field is the block's name, which the author rarely starts with.
    (fields[1] ?? fields[0])?.focus();
  });
}

/** Puts the focus back on a block's card. */
export function focusCard(block: string): void {
  const card = document.querySelector<HTMLElement>(
    `.fd-canvas .react-flow__node[data-id="${CSS.escape(block)}"]`,
  );
  card?.focus({ preventScroll: true });
}

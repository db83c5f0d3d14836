const TYPING = "input, textarea, select, [contenteditable=true]";

/** Whether keys there are letters for a field. */
export function isTyping(target: HTMLElement): boolean {
  return target.closest(TYPING) !== null;
}

/** Whether keys there are for the canvas. */
export function isOnCanvas(target: HTMLElement): boolean {
  return target.classList.contains("fd-root") || target.closest(".fd-canvas") !== null;
}

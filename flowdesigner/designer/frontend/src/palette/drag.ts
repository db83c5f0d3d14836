import type { DragEvent } from "react";

/** The name under which a block kind travels in a drag. */
export const DRAGGED_KIND = "application/x-flowdesigner-kind";

let dragged = "";

/** Begins the drag of a kind. */
export function dragKind(event: DragEvent, kind: string): void {
  dragged = kind;
  event.dataTransfer.setData(DRAGGED_KIND, kind);
  event.dataTransfer.effectAllowed = "copy";
}

/** The kind that is being dragged: browsers tell what a drag carries only when it is dropped. */
export function draggedKind(): string {
  return dragged;
}

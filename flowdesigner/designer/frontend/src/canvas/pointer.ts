import type { PointerEvent } from "react";
import type { Point } from "../protocol/flow";

let last: Point | null = null;

/** The handlers by which the canvas tells where the mouse is. */
export const followPointer = {
  onPointerMove(event: PointerEvent): void {
    last = [event.clientX, event.clientY];
  },
  onPointerLeave(): void {
    last = null;
  },
};

/** Where the mouse is on the screen while it is over the canvas. */
export function pointer(): Point | null {
  return last;
}

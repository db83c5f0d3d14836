/**
 * In the place of d3-transition: the canvas moves its view by itself (src/canvas/glide.ts), so nothing is ever under way
 * that a gesture would have to interrupt.
 */
import { selection } from "d3-selection";

export function interrupt() {}

selection.prototype.interrupt = function () {
  return this;
};

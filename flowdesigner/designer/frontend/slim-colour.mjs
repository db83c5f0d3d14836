/**
 * In the place of d3-color: React Flow moves and zooms, and no colour is ever between two others. Without colours
 * d3-interpolate takes every text as one with numbers in it.
 */
export function color() {
  return null;
}
export const rgb = color;
export const hsl = color;
export const lab = color;
export const hcl = color;
export const cubehelix = color;

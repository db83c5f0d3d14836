export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const STUB = 24;
const RADIUS = 9;

/** The height of the channel that a line goes back through: between the two cards, else below both. */
function channel(source: Box, target: Box): number {
  const sourceEnd = source.y + source.height;
  const targetEnd = target.y + target.height;
  if (target.y >= sourceEnd) return (sourceEnd + target.y) / 2;
  if (source.y >= targetEnd) return (targetEnd + source.y) / 2;
  return Math.max(sourceEnd, targetEnd) + STUB;
}

/** A corner from one direction into the other, bent towards `dx`, `dy`. */
function corner(dx: number, dy: number, isHorizontal: boolean): string {
  return isHorizontal ? `q${dx} 0 ${dx} ${dy}` : `q0 ${dy} ${dx} ${dy}`;
}

/** An SVG path from a port to a card: a curve ahead, or a way around when the card is behind. */
export function route(x1: number, y1: number, x2: number, y2: number, source: Box, target: Box): string {
  if (x2 > x1 + 20) {
    const bend = Math.max(36, (x2 - x1) / 2);
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  const middle = channel(source, target);
  const down = Math.sign(middle - y1) * Math.min(RADIUS, Math.abs(middle - y1) / 2);
  const into = Math.sign(y2 - middle) * Math.min(RADIUS, Math.abs(y2 - middle) / 2);
  return [
    `M${x1} ${y1}h${STUB - RADIUS}`,
    corner(RADIUS, down, true),
    `V${middle - down}`,
    corner(-RADIUS, down, false),
    `H${x2 - STUB + RADIUS}`,
    corner(-RADIUS, into, true),
    `V${y2 - into}`,
    corner(RADIUS, into, false),
    `H${x2}`,
  ].join("");
}

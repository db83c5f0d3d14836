export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const STUB = 24;
const RADIUS = 9;
const GAP = 14;
const SAMPLES = 24;

/** Whether the line, told at `SAMPLES` points, runs over the card. */
function isCrossed(card: Box, at: (part: number) => [number, number]): boolean {
  for (let step = 1; step < SAMPLES; step += 1) {
    const [x, y] = at(step / SAMPLES);
    const isInside = x > card.x && x < card.x + card.width;
    if (isInside && y > card.y - GAP / 2 && y < card.y + card.height + GAP / 2) return true;
  }
  return false;
}

function overlaps(card: Box, left: number, right: number): boolean {
  return card.x < right && card.x + card.width > left;
}

/** A height at which one gets from `left` to `right` past all cards, with the smallest detour from `y1` to `y2`. */
function freeLevel(cards: Box[], left: number, right: number, y1: number, y2: number): number {
  const inTheWay = cards.filter((card) => overlaps(card, left, right));
  const levels = inTheWay.flatMap((card) => [card.y - GAP, card.y + card.height + GAP]);
  const isFree = (level: number) =>
    inTheWay.every((card) => level <= card.y - GAP || level >= card.y + card.height + GAP);
  const detour = (level: number) => Math.abs(level - y1) + Math.abs(level - y2);
  return [(y1 + y2) / 2, ...levels].filter(isFree).sort((a, b) => detour(a) - detour(b))[0] ?? y2;
}

function curve(x1: number, y1: number, x2: number, y2: number, bend = (x2 - x1) / 2): string {
  return `C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

/** A point of that curve. */
function pointOf(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  bend: number,
  part: number,
): [number, number] {
  const rest = 1 - part;
  const [a, b, c, d] = [rest ** 3, 3 * rest ** 2 * part, 3 * rest * part ** 2, part ** 3];
  return [a * x1 + b * (x1 + bend) + c * (x2 - bend) + d * x2, (a + b) * y1 + (c + d) * y2];
}

/** Ahead: one curve, or two with a straight piece past the cards that stand in the way. */
function ahead(x1: number, y1: number, x2: number, y2: number, cards: Box[]): string {
  const bend = Math.max(36, (x2 - x1) / 2);
  const between = cards.filter((card) => overlaps(card, x1 + STUB, x2 - STUB));
  const crossed = between.filter((card) => isCrossed(card, (part) => pointOf(x1, y1, x2, y2, bend, part)));
  if (!crossed.length) return `M${x1} ${y1}${curve(x1, y1, x2, y2, bend)}`;
  for (;;) {
    const left = Math.max(x1 + STUB, Math.min(...crossed.map((card) => card.x)) - GAP);
    const right = Math.min(x2 - STUB, Math.max(...crossed.map((card) => card.x + card.width)) + GAP);
    const level = freeLevel(between, left, right, y1, y2);
    const there = (part: number) => pointOf(x1, y1, left, level, (left - x1) / 2, part);
    const back = (part: number) => pointOf(right, level, x2, y2, (x2 - right) / 2, part);
    // The way past one card may lead over another: then the straight piece has to be as long as both.
    const more = between.filter(
      (card) => !crossed.includes(card) && (isCrossed(card, there) || isCrossed(card, back)),
    );
    if (!more.length)
      return `M${x1} ${y1}${curve(x1, y1, left, level)}H${right}${curve(right, level, x2, y2)}`;
    crossed.push(...more);
  }
}

/** A corner from one direction into the other, bent towards `dx`, `dy`. */
function corner(dx: number, dy: number, isHorizontal: boolean): string {
  return isHorizontal ? `q${dx} 0 ${dx} ${dy}` : `q0 ${dy} ${dx} ${dy}`;
}

/** Back to a card behind: around all cards on the way. */
function behind(x1: number, y1: number, x2: number, y2: number, cards: Box[]): string {
  const middle = freeLevel(cards, x2 - STUB, x1 + STUB, y1, y2);
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

/**
 * An SVG path from a port to a card. `ends` are the two cards that it joins, `others` those that it should not run
 * over.
 */
export function route(x1: number, y1: number, x2: number, y2: number, ends: Box[], others: Box[]): string {
  if (x2 > x1 + 20) return ahead(x1, y1, x2, y2, others);
  return behind(x1, y1, x2, y2, [...ends, ...others]);
}

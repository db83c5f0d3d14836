import { describe, expect, it } from "vitest";
import { type Box, route } from "../src/canvas/route";

const SOURCE = { x: 0, y: 0, width: 100, height: 60 };

/** Points along a path of curves, straight pieces and corners. */
function points(path: string): [number, number][] {
  const found: [number, number][] = [];
  let [x, y] = [0, 0];
  for (const [, letter = "", text = ""] of path.matchAll(/([MCHVhq])([^MCHVhq]*)/g)) {
    const n = text
      .trim()
      .split(/[ ,]+|(?=-)/)
      .map(Number);
    const [x0, y0] = [x, y];
    if (letter === "M") [x, y] = [n[0] as number, n[1] as number];
    if (letter === "H") x = n[0] as number;
    if (letter === "V") y = n[0] as number;
    if (letter === "h") x += n[0] as number;
    if (letter === "q") [x, y] = [x + (n[2] as number), y + (n[3] as number)];
    if (letter === "C") [x, y] = [n[4] as number, n[5] as number];
    for (let step = 1; letter !== "M" && step <= 50; step += 1) {
      const t = step / 50;
      const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
      const isCurve = letter === "C";
      const [p, q, r, s] = isCurve ? (n as [number, number, number, number]) : [x0, y0, x, y];
      found.push([a * x0 + b * p + c * r + d * x, a * y0 + b * q + c * s + d * y]);
    }
  }
  return found;
}

function isInside([x, y]: [number, number], box: Box): boolean {
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
}

describe("a line between two cards", () => {
  const target = { x: 500, y: 0, width: 100, height: 60 };

  it("is one curve where nothing stands in the way", () => {
    expect(route(100, 40, 500, 20, [SOURCE, target], [])).toBe("M100 40C300 40 300 20 500 20");
  });

  it("goes past cards that stand in the way", () => {
    const wall = { x: 250, y: -30, width: 100, height: 140 };
    const path = route(100, 40, 500, 20, [SOURCE, target], [wall]);
    expect(points(path).some((point) => isInside(point, wall))).toBe(false);
    expect(points(path).at(-1)).toEqual([500, 20]);
  });

  it("takes the shorter way round, and through a gap that is wide enough", () => {
    const upper = { x: 250, y: -300, width: 100, height: 320 };
    const lower = { x: 250, y: 60, width: 100, height: 400 };
    const path = route(100, -100, 500, -100, [SOURCE, target], [upper, lower]);
    const middle = points(path).filter(([x]) => x > 260 && x < 340);
    expect(middle.every(([, y]) => y > 20 && y < 60)).toBe(true);
  });

  it("goes past a card that is in the way only of the way round another", () => {
    const near = { x: 176, y: 120, width: 232, height: 185 };
    const far = { x: 492, y: -66, width: 232, height: 196 };
    const target = { x: 807, y: 105, width: 232, height: 180 };
    const path = route(100, 100, 807, 125, [SOURCE, target], [near, far]);
    for (const box of [near, far]) expect(points(path).some((point) => isInside(point, box))).toBe(false);
    expect(points(path).at(-1)).toEqual([807, 125]);
  });

  it("does not mind cards beside its way", () => {
    const beside = { x: 250, y: 300, width: 100, height: 60 };
    expect(route(100, 40, 500, 20, [SOURCE, target], [beside])).toBe("M100 40C300 40 300 20 500 20");
  });

  it("goes back around every card on the way", () => {
    const behind = { x: -500, y: 0, width: 100, height: 60 };
    const between = { x: -250, y: 40, width: 100, height: 200 };
    const path = route(100, 40, -500, 20, [SOURCE, behind], [between]);
    for (const box of [SOURCE, behind, between]) {
      expect(points(path).some((point) => isInside(point, box))).toBe(false);
    }
    expect(points(path).at(-1)).toEqual([-500, 20]);
  });
});

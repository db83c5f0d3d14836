import { describe, expect, it } from "vitest";
import { between } from "../src/canvas/glide";

describe("between", () => {
  const from = { x: 0, y: 100, zoom: 1 };
  const to = { x: 80, y: -60, zoom: 0.5 };

  it("begins and ends where it should", () => {
    expect(between(from, to, 0)).toEqual(from);
    expect(between(from, to, 1)).toEqual(to);
  });

  it("is fast at first", () => {
    expect(between(from, to, 0.5)).toEqual({ x: 70, y: -40, zoom: 0.5625 });
  });
});

import { describe, expect, it } from "vitest";
import { margins, shift, viewportFor } from "../src/canvas/framing";
import { syncNodes } from "../src/canvas/nodes";
import { catalog, flow } from "./samples";

const AROUND = margins(1384, false);

describe("framing", () => {
  it("shows every card beside the palette", () => {
    const view = viewportFor(syncNodes([], flow(), catalog), { width: 1384, height: 848 }, AROUND, 0.1);
    const left = 296 * (view?.zoom ?? 0) + (view?.x ?? 0);
    const right = (866 + 232) * (view?.zoom ?? 0) + (view?.x ?? 0);
    expect(left).toBeGreaterThanOrEqual(AROUND.left);
    expect(right).toBeLessThanOrEqual(1384 - AROUND.right);
  });

  it("shows the start of a flow that is too large", () => {
    const view = flow();
    view.layout.f = [9000, 9000];
    const found = viewportFor(syncNodes([], view, catalog), { width: 1384, height: 848 }, AROUND, 0.5);
    expect(found?.zoom).toBe(0.5);
    expect(296 * 0.5 + (found?.x ?? 0)).toBe(AROUND.left);
  });

  it("has nothing to show of an empty flow", () => {
    expect(viewportFor([], { width: 100, height: 100 }, AROUND, 1)).toBeNull();
  });

  it("moves a span only as far as it must", () => {
    expect(shift(10, 50, 20, 200)).toBe(10);
    expect(shift(180, 50, 20, 200)).toBe(-30);
    expect(shift(60, 50, 20, 200)).toBe(0);
  });
});

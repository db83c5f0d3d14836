import { describe, expect, it } from "vitest";
import { arrange, placeMissing } from "../src/canvas/arrange";
import { CARD_WIDTH, estimatedHeight } from "../src/canvas/nodes";
import { freePlace } from "../src/canvas/placement";
import { flow } from "./samples";

describe("arrange", () => {
  it("puts what comes later further right", () => {
    const places = arrange(flow());
    expect(places.b?.[0]).toBeGreaterThan(places.a?.[0] ?? 0);
    expect(places.c?.[0]).toBeGreaterThan(places.b?.[0] ?? 0);
  });

  it("lets no card cover another", () => {
    const view = flow();
    const boxes = Object.entries(arrange(view)).map(([id, [x, y]]) => {
      const block = view.blocks[id];
      return { x, y, height: block ? estimatedHeight(block) : 0 };
    });
    for (const a of boxes) {
      for (const b of boxes) {
        if (a === b) continue;
        const apart = Math.abs(a.x - b.x) >= CARD_WIDTH || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    }
  });

  it("is the same for the same flow", () => {
    expect(arrange(flow())).toEqual(arrange(flow()));
  });

  it("finds places for new blocks alone, below the others", () => {
    const view = flow();
    delete view.layout.f;
    const places = placeMissing(view);
    expect(Object.keys(places)).toEqual(["f"]);
    expect(places.f?.[1]).toBeGreaterThan(view.layout.e?.[1] ?? 0);
    expect(placeMissing(flow())).toEqual({});
  });

  it("moves a new card down until it covers none", () => {
    const [x, y] = freePlace(flow(), [296, 60], 80);
    expect(x).toBe(296);
    expect(y).toBeGreaterThan(508);
  });
});

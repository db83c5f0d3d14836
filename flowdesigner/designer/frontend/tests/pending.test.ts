import { beforeEach, describe, expect, it } from "vitest";
import { type Pending, PendingStorage } from "../src/state/pending";

function pending(id: string, at: number): Pending {
  return { id, flow: "main", op: { op: "remove", blocks: [id] }, at, seen: 0 };
}

describe("edits kept in the browser", () => {
  beforeEach(() => localStorage.clear());

  it("come back to the same tab at once", () => {
    new PendingStorage(localStorage, "Bot", "old", () => 1000).save([pending("1", 1000)]);
    const next = new PendingStorage(localStorage, "Bot", "new", () => 1001);
    expect(next.takeOver("old").map((one) => one.id)).toEqual(["1"]);
    expect(localStorage.length).toBe(0);
  });

  it("of another tab are left to it, until it is long gone", () => {
    new PendingStorage(localStorage, "Bot", "other", () => 1000).save([pending("1", 1000)]);
    expect(new PendingStorage(localStorage, "Bot", "new", () => 2000).takeOver(null)).toEqual([]);
    expect(new PendingStorage(localStorage, "Bot", "new", () => 90_000).takeOver(null)).toHaveLength(1);
  });

  it("of another bot are not touched", () => {
    new PendingStorage(localStorage, "One", "old", () => 0).save([pending("1", 0)]);
    expect(new PendingStorage(localStorage, "Two", "new", () => 90_000).takeOver("old")).toEqual([]);
  });

  it("that cannot be read are dropped", () => {
    localStorage.setItem("flowdesigner.pending/Bot/old", "{broken");
    expect(new PendingStorage(localStorage, "Bot", "new").takeOver("old")).toEqual([]);
  });
});

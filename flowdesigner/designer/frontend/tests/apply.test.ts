import { describe, expect, it } from "vitest";
import type { Operation } from "../src/protocol/operation";
import { apply, isMade } from "../src/state/apply";
import { catalog, flow } from "./samples";

const ADD: Operation = { op: "add_block", id: "n", kind: "ask_question", name: "", settings: {}, at: [5, 6] };

describe("apply", () => {
  it("adds a block as its kind describes it", () => {
    const block = apply(flow(), ADD, catalog).blocks.n;
    expect(block?.title).toBe("Ask question");
    expect(block?.settings.retries).toBe(2);
    expect(block?.ports.map((port) => port.id)).toContain("no_valid_answer");
  });

  it("lets a port lead to one block only", () => {
    const after = apply(flow(), { op: "connect", from: "b", port: "billing", to: "d" }, catalog);
    expect(after.edges.filter(([from, port]) => from === "b" && port === "billing")).toEqual([
      ["b", "billing", "d"],
    ]);
  });

  it("removes a block with its lines and its place", () => {
    const after = apply(flow(), { op: "remove", blocks: ["b"] }, catalog);
    expect(after.blocks.b).toBeUndefined();
    expect(after.edges.some(([from, , to]) => from === "b" || to === "b")).toBe(false);
    expect(after.layout.b).toBeUndefined();
  });

  it("makes a batch in order", () => {
    const join: Operation = { op: "connect", from: "f", port: "next", to: "n" };
    const after = apply(flow(), { op: "batch", ops: [ADD, join] }, catalog);
    expect(after.edges.at(-1)).toEqual(["f", "next", "n"]);
  });

  it("pastes blocks with their lines", () => {
    const blocks = ["x", "y"].map((id) => ({ id, kind: "send_message", name: id, settings: {} }));
    const op: Operation = {
      op: "insert",
      blocks,
      edges: [["x", "next", "y"]],
      at: { x: [0, 0], y: [300, 0] },
    };
    const after = apply(flow(), op, catalog);
    expect(after.layout.y).toEqual([300, 0]);
    expect(after.edges).toContainEqual(["x", "next", "y"]);
  });

  it("gives a block without a name its kind's name again", () => {
    expect(apply(flow(), { op: "rename", block: "c", name: "" }, catalog).blocks.c?.title).toBe(
      "Send message",
    );
  });
});

describe("isMade", () => {
  it("knows edits whose answer was lost", () => {
    expect(isMade(apply(flow(), ADD, catalog), ADD)).toBe(true);
    expect(isMade(flow(), ADD)).toBe(false);
    expect(isMade(flow(), { op: "connect", from: "a", port: "next", to: "b" })).toBe(true);
    expect(isMade(flow(), { op: "remove", blocks: ["gone"] })).toBe(true);
  });
});

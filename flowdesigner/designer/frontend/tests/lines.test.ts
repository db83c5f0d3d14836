import { describe, expect, it } from "vitest";
import { FakeModel } from "../dev/model";
import { sampleFlow } from "../dev/sample";
import { align } from "../src/canvas/align";
import { arrangeSome } from "../src/canvas/arrange";
import { deleteBlocks, healing } from "../src/canvas/healing";
import { additionAt, additionBetween, fitting } from "../src/canvas/placement";
import { isLoose, leadThrough, makeRoom } from "../src/canvas/splice";
import { apply } from "../src/state/apply";
import { Session } from "../src/state/session";
import { blockOf, catalog, documentOf, flow, kindOf } from "./samples";

const EDGE = ["a", "next", "b"] as const;

describe("a block in a line", () => {
  it("leads on where the line went", () => {
    const { id, op } = additionBetween(flow(), kindOf("wait"), [0, 0], [...EDGE]);
    const after = apply(flow(), op, catalog);
    expect(after.edges).toContainEqual(["a", "next", id]);
    expect(after.edges).toContainEqual([id, kindOf("wait").ports[0]?.id, "b"]);
    expect(after.edges).not.toContainEqual([...EDGE]);
  });

  it("makes what stands to the right move away, and no more than it must", () => {
    const view = flow();
    view.layout = { a: [0, 0], b: [300, 0], c: [600, 0], d: [-300, 0], e: [100, 300] };
    const at = makeRoom(view, "new", ["a", "next", "b"], [200, 10]);
    expect(at).toEqual({ new: [296, 10], b: [592, 0], c: [892, 0] });
    expect(
      makeRoom({ ...view, layout: { ...view.layout, b: [900, 0] } }, "new", ["a", "next", "b"], [500, 10]),
    ).toEqual({
      new: [500, 10],
    });
  });

  it("must have no line of its own, and a way out", () => {
    const view = flow();
    expect(isLoose(view, "c")).toBe(false);
    const alone = { ...view, edges: [] };
    expect(isLoose(alone, "c")).toBe(true);
    expect(isLoose(alone, "a")).toBe(false);
    expect(
      isLoose({ ...alone, blocks: { ...alone.blocks, c: { ...blockOf(alone, "c"), ports: [] } } }, "c"),
    ).toBe(false);
    expect(leadThrough({ id: "n", ports: [] }, [...EDGE])).toHaveLength(1);
  });
});

describe("the loose end of a line", () => {
  it("gets a block that fits", () => {
    const kinds = (join: Parameters<typeof fitting>[2]) =>
      fitting(catalog.kinds, flow(), join).map((kind) => kind.kind);
    expect(kinds(undefined)).not.toContain("start");
    expect(kinds({ from: "a", port: "next" })).toContain("close_conversation");
    expect(kinds({ into: "b" })).not.toContain("close_conversation");
  });

  it("is joined at either side", () => {
    const ahead = additionAt(flow(), kindOf("wait"), [0, 0], { from: "c", port: "next" });
    expect(apply(flow(), ahead.op, catalog).edges).toContainEqual(["c", "next", ahead.id]);
    const behind = additionAt(flow(), kindOf("wait"), [0, 0], { into: "c" });
    expect(apply(flow(), behind.op, catalog).edges).toContainEqual([
      behind.id,
      kindOf("wait").ports[0]?.id,
      "c",
    ]);
  });
});

describe("a block that is deleted", () => {
  it("leaves a line that can be joined", () => {
    const offer = healing(flow(), "c");
    expect(offer?.label).toBe("Lead “What is it about?” on to “Close conversation”");
    expect(offer?.op).toEqual({ op: "connect", from: "b", port: "billing", to: "f" });
  });

  it("leaves none when it led to several blocks, to nothing, or was led to by none", () => {
    expect(healing(flow(), "b")).toBeNull();
    expect(healing(flow(), "f")).toBeNull();
    expect(healing(flow(), "a")).toBeNull();
  });

  it("offers to join it until the next edit", () => {
    const session = new Session(new FakeModel(sampleFlow()));
    session.store.dispatch({ type: "traits", traits: { catalog } });
    session.store.dispatch({ type: "reply", reply: documentOf(flow()) });
    deleteBlocks(session, ["c"]);
    expect(session.store.state.toasts.map((one) => one.offer?.label)).toHaveLength(1);
    session.edit({ op: "move", at: { d: [1, 1] } });
    expect(session.store.state.toasts).toEqual([]);
  });
});

describe("lining up", () => {
  const boxes = {
    a: { x: 0, y: 0, width: 100, height: 50 },
    b: { x: 40, y: 90, width: 100, height: 100 },
    c: { x: 300, y: 400, width: 100, height: 50 },
  };

  it("moves cards to an edge of all", () => {
    expect(align(boxes, "left")).toEqual({ a: [0, 0], b: [0, 90], c: [0, 400] });
    expect(align(boxes, "bottom")).toEqual({ a: [0, 400], b: [40, 350], c: [300, 400] });
    expect(align(boxes, "centre").b).toEqual([150, 90]);
    expect(align(boxes, "middle").b).toEqual([40, 175]);
  });

  it("gives equal gaps, and leaves the first and the last where they are", () => {
    expect(align(boxes, "across")).toEqual({ a: [0, 0], b: [150, 90], c: [300, 400] });
    const { a, b, c } = align(boxes, "down");
    expect([a, c]).toEqual([
      [0, 0],
      [300, 400],
    ]);
    expect(b).toEqual([40, 175]);
  });

  it("arranges some blocks where they are", () => {
    const view = flow();
    const at = arrangeSome(view, ["c", "d", "f"]);
    expect(Object.keys(at).sort()).toEqual(["c", "d", "f"]);
    expect(Math.min(...Object.values(at).map(([x]) => x))).toBe(592);
    expect(Math.min(...Object.values(at).map(([, y]) => y))).toBe(60);
  });
});

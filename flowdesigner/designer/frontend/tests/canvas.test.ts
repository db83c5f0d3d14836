import { describe, expect, it } from "vitest";
import { neighbour } from "../src/canvas/navigation";
import { settled, syncNodes } from "../src/canvas/nodes";
import { addition } from "../src/canvas/placement";
import { syncWires } from "../src/canvas/wires";
import { shelves } from "../src/palette/search";
import { catalog, flow, kindOf } from "./samples";

describe("cards", () => {
  it("are named by title and kind", () => {
    const [first] = syncNodes([], flow(), catalog);
    expect(first?.ariaLabel).toBe("Start, Start");
  });

  it("stay the same objects when nothing about them changed", () => {
    const view = flow();
    const before = syncNodes([], view, catalog);
    const after = syncNodes(before, { ...view, layout: { ...view.layout, a: [0, 0] } }, catalog);
    expect(after.map((node, index) => node === before[index])).toEqual([false, true, true, true, true, true]);
  });

  it("stay under the mouse while they are dragged", () => {
    const view = flow();
    const before = syncNodes([], view, catalog).map((node) => ({ ...node, dragging: node.id === "a" }));
    const after = syncNodes(before, { ...view, layout: { ...view.layout, a: [0, 0] } }, catalog);
    expect(after[0]?.position).toEqual({ x: 296, y: 60 });
  });

  it("need no estimates once they are measured", () => {
    const [node] = syncNodes([], flow(), catalog);
    if (!node) throw new Error("no card");
    expect(settled(node).handles).toBeDefined();
    expect(settled({ ...node, measured: { width: 232, height: 80 } }).handles).toBeUndefined();
  });
});

describe("lines", () => {
  it("light up where the trial went", () => {
    const wires = syncWires([], flow(), [["a", "next", "b"]]);
    expect(wires.filter((wire) => wire.data?.lit).map((wire) => wire.id)).toEqual(["a next"]);
  });

  it("of a port that is gone are not drawn", () => {
    const view = flow();
    view.edges.push(["b", "gone", "c"]);
    expect(syncWires([], view, []).map((wire) => wire.id)).not.toContain("b gone");
  });
});

describe("the keyboard", () => {
  it("goes along the lines and among siblings", () => {
    const view = flow();
    expect(neighbour(view, "a", "ArrowRight")).toBe("b");
    expect(neighbour(view, "b", "ArrowLeft")).toBe("a");
    expect(neighbour(view, "c", "ArrowDown")).toBe("d");
    expect(neighbour(view, "f", "ArrowRight")).toBeNull();
  });
});

describe("adding a block", () => {
  const wait = kindOf("wait");

  it("joins it to the one free port of the selected block", () => {
    const view = flow();
    const edges = view.edges.filter(([from]) => from !== "a");
    const { id, op } = addition({ ...view, edges }, wait, "a", [0, 0]);
    expect(op).toMatchObject({
      op: "batch",
      ops: [{ op: "add_block" }, { op: "connect", from: "a", port: "next", to: id }],
    });
  });

  it("leaves a block with several ways on alone", () => {
    const { op } = addition(flow(), wait, "b", [0, 0]);
    expect(op.op).toBe("add_block");
  });
});

describe("the palette", () => {
  it("finds by all words", () => {
    const found = shelves(catalog, "off prov", new Set());
    expect(found.flatMap((shelf) => shelf.kinds.map((kind) => kind.kind))).toEqual([
      "send_to_offload_provider",
    ]);
  });

  it("has no start when the flow has one", () => {
    const kinds = shelves(catalog, "", new Set(["start"])).flatMap((shelf) => shelf.kinds);
    expect(kinds.map((kind) => kind.kind)).not.toContain("start");
  });
});

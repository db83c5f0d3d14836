import { describe, expect, it } from "vitest";
import { clipOf, pasting, readClip } from "../src/canvas/clip";
import { apply } from "../src/state/apply";
import { blockOf, catalog, flow } from "./samples";

const emptyFlow = () => ({ ...flow(), id: "other", blocks: {}, edges: [], layout: {}, variables: [] });

describe("copied blocks", () => {
  it("keep the lines between them, and no others", () => {
    const clip = clipOf(flow(), ["b", "c"], catalog);
    expect(clip.edges).toEqual([["b", "billing", "c"]]);
    expect(Object.keys(clip.at)).toEqual(["b", "c"]);
  });

  it("survive the clipboard, which may hold anything else", () => {
    const clip = clipOf(flow(), ["b", "c"], catalog);
    expect(readClip(JSON.stringify(clip))).toEqual(clip);
    for (const text of [
      "",
      "hello",
      "[1]",
      '{"flowdesigner":"blocks"}',
      '{"flowdesigner":"blocks","blocks":[1]}',
    ])
      expect(readClip(text)).toBeNull();
  });

  it("come into another flow under new ids with the variables that they use", () => {
    const clip = clipOf(flow(), ["b", "c"], catalog);
    const paste = pasting(clip, emptyFlow(), [100, 200]);
    if (!paste) throw new Error("nothing to paste");
    const after = apply(emptyFlow(), paste.op, catalog);
    expect(Object.keys(after.blocks)).toEqual(paste.ids);
    expect(after.edges).toEqual([[paste.ids[0], "billing", paste.ids[1]]]);
    expect(after.variables.map((one) => one.name)).toEqual(["topic"]);
    const places = Object.values(after.layout);
    expect(Math.min(...places.map(([x]) => x))).toBe(100);
    expect(Math.min(...places.map(([, y]) => y))).toBe(200);
  });

  it("stand aside of those that are there", () => {
    const view = flow();
    const clip = clipOf(view, ["c"], catalog);
    const first = pasting(clip, view, null);
    const once = first ? apply(view, first.op, catalog) : view;
    const second = pasting(clip, once, null);
    const twice = second ? apply(once, second.op, catalog) : once;
    const places = [view.layout.c, once.layout[first?.ids[0] ?? ""], twice.layout[second?.ids[0] ?? ""]];
    expect(new Set(places.map(String)).size).toBe(3);
  });

  it("bring no second start", () => {
    const clip = clipOf(flow(), ["a"], catalog);
    expect(pasting(clip, flow(), null)).toBeNull();
    expect(pasting(clip, emptyFlow(), null)?.ids).toHaveLength(1);
  });

  it("keep the exits of a kind that is not installed", () => {
    const view = flow();
    view.blocks.c = { ...blockOf(view, "c"), kind: "from_elsewhere" };
    expect(clipOf(view, ["c"], catalog).blocks[0]?.ports).toEqual(["next"]);
  });
});

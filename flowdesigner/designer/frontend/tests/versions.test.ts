import { expect, test } from "vitest";
import { CARD_WIDTH, estimatedHeight } from "../src/canvas/nodes";
import type { EdgeTuple, FlowView } from "../src/protocol/flow";
import type { ChangedFlow } from "../src/protocol/versions";
import { reduce } from "../src/state/reducer";
import { initialState } from "../src/state/state";
import { shownComparison } from "../src/versions/compared";
import { merge } from "../src/versions/merge";
import { when } from "../src/versions/names";
import { beforeAndAfter, inWords } from "../src/versions/values";
import { blockOf, documentOf, flow } from "./samples";

function changed(old: FlowView | null, now: FlowView | null, rest: Partial<ChangedFlow> = {}): ChangedFlow {
  const edges = { added: [], removed: [] };
  return {
    id: "main",
    name: "Main",
    state: "changed",
    sentences: [],
    blocks: {},
    edges,
    variables: {},
    old,
    new: now,
    ...rest,
  };
}

function without(view: FlowView, id: string): FlowView {
  const { [id]: _, ...blocks } = view.blocks;
  return { ...view, blocks, edges: view.edges.filter(([from, , to]) => from !== id && to !== id) };
}

test("shows what is gone beside what is there, and never under it", () => {
  const old = flow();
  const [gone, kept] = Object.keys(old.blocks).slice(-2) as [string, string];
  const now = without(old, gone);
  now.layout = { ...now.layout, [kept]: old.layout[gone] ?? [0, 0] };
  const state = { state: "removed" as const, title: "", renamed_from: null, fields: [] };
  const { blocks } = merge(changed(old, now, { blocks: { [gone]: state } }));
  const removed = blocks.find((one) => one.block.id === gone);
  expect(removed?.state).toBe("removed");
  for (const { block, at } of blocks) {
    if (block.id === gone || !removed) continue;
    const apart =
      Math.abs(at[0] - removed.at[0]) >= CARD_WIDTH ||
      at[1] >= removed.at[1] + estimatedHeight(removed.block) ||
      removed.at[1] >= at[1] + estimatedHeight(block);
    expect(apart, block.title).toBe(true);
  }
});

test("tells moved from changed and keeps the place before", () => {
  const old = flow();
  const [id] = Object.keys(old.blocks) as [string];
  const now = { ...old, layout: { ...old.layout, [id]: [900, 900] as [number, number] } };
  const state = { state: "moved" as const, title: "", renamed_from: null, fields: [] };
  const { blocks } = merge(changed(old, now, { blocks: { [id]: state } }));
  expect(blocks.filter((one) => one.was).map((one) => one.block.id)).toEqual([id]);
  expect(blocks.find((one) => one.block.id === id)).toMatchObject({
    state: "moved",
    at: [900, 900],
    was: old.layout[id],
  });
});

test("keeps lines and ports that are gone", () => {
  const old = flow();
  const [edge] = old.edges as [EdgeTuple];
  const [from, port] = edge;
  const source = blockOf(old, from);
  const cut = { ...source, ports: [{ id: "fresh", label: "Fresh", hint: "", required: false }] };
  const now = { ...old, blocks: { ...old.blocks, [from]: cut }, edges: old.edges.slice(1) };
  const { blocks, edges } = merge(changed(old, now, { edges: { added: [], removed: [edge] } }));
  expect(edges.filter((one) => one.state !== "same")).toEqual([
    { from, port, to: edge[2], state: "removed" },
  ]);
  const ports = blocks.find((one) => one.block.id === from)?.ports.map((one) => `${one.id} ${one.state}`);
  expect(ports).toEqual(["fresh added", ...source.ports.map((one) => `${one.id} removed`)]);
});

test("places blocks that came without a place", () => {
  const bare = { ...flow(), layout: {} };
  const places = merge(changed(null, bare)).blocks.map((one) => one.at.join());
  expect(new Set(places).size).toBe(places.length);
});

test("tells values in words", () => {
  expect(inWords("<p>Hi <b>{name}</b></p>")).toBe("Hi {name}");
  expect(
    inWords([
      { id: "x", label: "Yes" },
      { id: "y", label: "No" },
    ]),
  ).toBe("Yes\nNo");
  expect(inWords({ team_id: 7, note: "" })).toBe("7");
  expect([inWords(true), inWords(""), inWords(null), inWords([])]).toEqual([
    "on",
    "nothing",
    "nothing",
    "nothing",
  ]);
  expect(beforeAndAfter("<p>Hi</p>", "<p><b>Hi</b></p>")).toEqual(["<p>Hi</p>", "<p><b>Hi</b></p>"]);
});

test("says when as people do", () => {
  const now = new Date("2026-03-05T12:00:00");
  expect(when("2026-03-05T10:24:00", now)).toBe("Today 10:24");
  expect(when("2026-03-04T18:05:00", now)).toBe("Yesterday 18:05");
  expect(when("2026-02-28T09:00:00", now)).toBe("28 February 09:00");
  expect(when("2025-12-31T09:00:00", now)).toBe("31 December 2025 09:00");
});

test("shows an answer for the two that are asked for alone", () => {
  const asked = reduce(initialState(), { type: "desk", desk: { comparing: { old: 1, new: null } } });
  const reply = { type: "compared" as const, sentences: [], flows: [] };
  expect(shownComparison(reduce(asked, { type: "reply", reply: { ...reply, old: 1, new: 2 } }))).toBeNull();
  const told = reduce(asked, { type: "reply", reply: { ...reply, old: 1, new: null } });
  expect(shownComparison(told)?.new).toBeNull();
  const restored = reduce(told, { type: "reply", reply: { type: "restored", number: 1, changed: true } });
  expect(restored.desk.comparing).toBeNull();
});

test("gives way to what lies beside the flow, and to another flow", () => {
  const shown = reduce(initialState(), { type: "reply", reply: documentOf(flow()) });
  const comparing = reduce(shown, { type: "desk", desk: { comparing: { old: 1, new: 2 } } });
  expect(reduce(comparing, { type: "side", side: "try" }).desk.comparing).toBeNull();
  expect(reduce(comparing, { type: "problems", open: true }).desk.comparing).toBeNull();
  const same = reduce(comparing, { type: "reply", reply: documentOf(flow()) });
  expect(same.desk.comparing).not.toBeNull();
  const other = reduce(comparing, { type: "reply", reply: documentOf({ ...flow(), id: "other" }) });
  expect(other.desk.comparing).toBeNull();
});

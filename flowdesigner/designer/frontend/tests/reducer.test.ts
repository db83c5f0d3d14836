import { describe, expect, it } from "vitest";
import type { Operation } from "../src/protocol/operation";
import { type Action, reduce } from "../src/state/reducer";
import { initialState, type State } from "../src/state/state";
import { blockOf, catalog, changedBy, documentOf, flow } from "./samples";

function opened(...actions: Action[]): State {
  const first: Action[] = [
    { type: "traits", traits: { catalog } },
    { type: "reply", reply: documentOf(flow()) },
  ];
  return [...first, ...actions].reduce(reduce, initialState());
}

function edited(id: string, op: Operation): Action {
  return { type: "edited", pending: [{ id, flow: "main", op, at: 0, seen: 0 }] };
}

const RENAME: Operation = { op: "rename", block: "c", name: "Invoices" };

describe("the document", () => {
  it("shows an edit before Python has answered, and keeps what was confirmed", () => {
    const state = opened(edited("1", RENAME));
    expect(state.flow?.blocks.c?.title).toBe("Invoices");
    expect(state.confirmed?.blocks.c?.title).toBe("Where invoices are");
  });

  it("takes Python's answer for the edit", () => {
    const block = { ...blockOf(flow(), "c"), name: "Invoices", title: "Invoices" };
    const state = opened(edited("1", RENAME), edited("2", { op: "move", at: { c: [1, 2] } }), {
      type: "reply",
      reply: changedBy("1", { blocks: { c: block } }),
    });
    expect(state.confirmed?.blocks.c?.title).toBe("Invoices");
    expect(state.pending.map((one) => one.id)).toEqual(["2"]);
    expect(state.flow?.layout.c).toEqual([1, 2]);
    expect(state.canUndo).toBe(true);
  });

  it("takes a refused edit back and says why at the field", () => {
    const state = opened(edited("1", { op: "set", block: "b", settings: { no_reply_minutes: -1 } }), {
      type: "reply",
      reply: { type: "refused", op: "1", message: "At least one minute.", field: "no_reply_minutes" },
    });
    expect(state.flow?.blocks.b?.settings.no_reply_minutes).toBe(10);
    expect(state.refusals).toEqual({ "b.no_reply_minutes": "At least one minute." });
  });

  it("forgets the refusal when the field is mended", () => {
    const bad: Action = edited("1", { op: "set", block: "b", settings: { no_reply_minutes: -1 } });
    const state = opened(
      bad,
      { type: "reply", reply: { type: "refused", op: "1", message: "No.", field: "no_reply_minutes" } },
      edited("2", { op: "set", block: "b", settings: { no_reply_minutes: 5 } }),
      { type: "reply", reply: changedBy("2") },
    );
    expect(state.refusals).toEqual({});
  });

  it("closes the panel and the selection of a block that is gone", () => {
    const state = opened(
      { type: "selected", blocks: ["c", "d"] },
      { type: "side", side: "block", block: "c" },
      { type: "reply", reply: changedBy(null, { blocks: { c: null } }) },
    );
    expect([state.side, state.opened, state.selection]).toEqual([null, null, ["d"]]);
    expect(state.flow?.layout.c).toBeUndefined();
  });

  it("leaves edits of another flow out of the picture", () => {
    const other: Action = {
      type: "edited",
      pending: [{ id: "9", flow: "errors", op: RENAME, at: 0, seen: 0 }],
    };
    expect(opened(other).flow?.blocks.c?.title).toBe("Where invoices are");
  });
});

describe("the page", () => {
  it("lets an open panel follow the selection", () => {
    const state = opened({ type: "side", side: "block", block: "c" }, { type: "selected", blocks: ["d"] });
    expect(state.opened).toBe("d");
  });

  it("lets the panel of one block give way to the bar of several", () => {
    const state = opened(
      { type: "side", side: "block", block: "c" },
      { type: "selected", blocks: ["c", "d"] },
    );
    expect([state.side, state.selection]).toEqual([null, ["c", "d"]]);
  });

  it("closes the panel when another flow opens, though it may have a block of the same id", () => {
    const other = documentOf({ ...flow(), id: "errors" });
    const state = opened({ type: "side", side: "block", block: "c" }, { type: "reply", reply: other });
    expect([state.side, state.opened]).toEqual([null, null]);
  });

  it("keeps the dialog open with what stopped a publish", () => {
    const state = opened(
      { type: "publishing", publishing: "sent" },
      { type: "reply", reply: { type: "publish_refused", message: "Two errors.", problems: [], tests: [] } },
    );
    expect(state.publishing).toBe("open");
    expect(state.publishRefused?.message).toBe("Two errors.");
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeModel } from "../dev/model";
import { sampleFlow } from "../dev/sample";
import type { Request } from "../src/protocol/message";
import type { Operation } from "../src/protocol/operation";
import { Session } from "../src/state/session";

const RENAME: Operation = { op: "rename", block: "c", name: "Invoices" };

function edits(model: FakeModel): Extract<Request, { type: "op" }>[] {
  return model.sent.filter((request) => request.type === "op");
}

function open(model: FakeModel): Session {
  const session = new Session(model, { local: localStorage, tab: sessionStorage, patience: 1000 });
  session.start();
  vi.advanceTimersByTime(100);
  return session;
}

describe("a session", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    sessionStorage.clear();
  });
  afterEach(() => vi.useRealTimers());

  it("says hello and shows the document", () => {
    const model = new FakeModel(sampleFlow());
    const session = open(model);
    expect(model.sent[0]?.type).toBe("hello");
    expect(session.store.state.connection).toBe("online");
    expect(session.store.state.flow?.name).toBe("Main flow");
  });

  it("keeps an edit in the browser until Python has it", () => {
    const model = new FakeModel(sampleFlow());
    const session = open(model);
    session.edit(RENAME);
    expect(localStorage.length).toBe(1);
    vi.advanceTimersByTime(100);
    expect(localStorage.length).toBe(0);
    expect(session.store.state.confirmed?.blocks.c?.name).toBe("Invoices");
  });

  it("sends what a lost kernel left behind to the next one, under the same name", () => {
    const lost = new FakeModel(sampleFlow());
    const first = open(lost);
    lost.silent = true;
    first.edit(RENAME);
    first.stop();
    const model = new FakeModel(sampleFlow());
    const second = open(model);
    vi.advanceTimersByTime(100);
    expect(edits(model).map((one) => one.id)).toEqual(edits(lost).map((one) => one.id));
    expect(second.store.state.confirmed?.blocks.c?.name).toBe("Invoices");
    expect(localStorage.length).toBe(0);
  });

  it("does not make an edit twice whose answer alone was lost", () => {
    const model = new FakeModel(sampleFlow());
    const session = open(model);
    model.silent = true;
    const add: Operation = { op: "add_block", id: "n", kind: "wait", name: "", settings: {}, at: [0, 0] };
    session.edit(add);
    session.stop();
    const next = new FakeModel(sampleFlow());
    next.python.hear({ type: "op", id: "somebody", op: add, flow: "main", seen: null });
    const second = open(next);
    vi.advanceTimersByTime(100);
    expect(edits(next)).toEqual([]);
    expect(second.store.state.pending).toEqual([]);
  });

  it("says so when Python does not answer, holds edits back, and catches up", () => {
    const model = new FakeModel(sampleFlow());
    const session = open(model);
    model.silent = true;
    session.edit(RENAME);
    vi.advanceTimersByTime(1100);
    expect(session.store.state.connection).toBe("offline");
    session.edit({ op: "move", at: { c: [1, 2] } });
    expect(edits(model)).toHaveLength(1);
    expect(session.store.state.flow?.layout.c).toEqual([1, 2]);
    model.silent = false;
    vi.advanceTimersByTime(10_000);
    expect(session.store.state.connection).toBe("online");
    expect(session.store.state.pending).toEqual([]);
    expect(session.store.state.confirmed?.layout.c).toEqual([1, 2]);
  });

  it("does not send edits again that are still on their way when another hello is answered", () => {
    const model = new FakeModel(sampleFlow());
    const session = open(model);
    session.hello();
    session.edit(RENAME);
    vi.advanceTimersByTime(100);
    expect(edits(model)).toHaveLength(1);
  });

  it("tells why an edit was refused that belongs to no field", () => {
    const model = new FakeModel(sampleFlow());
    const session = open(model);
    model.delay = 10_000;
    session.edit({ op: "remove", blocks: ["c"] });
    const id = edits(model)[0]?.id ?? "";
    model.receive({ type: "refused", op: id, message: "It is locked." });
    expect(session.store.state.flow?.blocks.c).toBeDefined();
    expect(session.store.state.toasts.map((one) => one.text)).toEqual(["It is locked."]);
  });
});

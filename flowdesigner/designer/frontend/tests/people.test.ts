import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeModel } from "../dev/model";
import { sampleFlow } from "../dev/sample";
import { colourOf, initials } from "../src/people/colours";
import type { Request } from "../src/protocol/message";
import type { Operation } from "../src/protocol/operation";
import { Session } from "../src/state/session";

const RENAME: Operation = { op: "rename", block: "c", name: "Mine" };

function sent(model: FakeModel, type: Request["type"]): Request[] {
  return model.sent.filter((one) => one.type === type);
}

describe("people", () => {
  it("have letters and a colour of their own", () => {
    expect(initials("Ann Lee")).toBe("AL");
    expect(initials("  ")).toBe("?");
    expect(colourOf("aaaa")).toBe(colourOf("aaaa"));
  });
});

describe("a page among others", () => {
  let model: FakeModel;
  let session: Session;

  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    model = new FakeModel(sampleFlow());
    session = new Session(model, { local: localStorage });
    session.start();
    vi.advanceTimersByTime(1000);
  });

  afterEach(() => vi.useRealTimers());

  it("says once where it is", () => {
    session.store.dispatch({ type: "selected", blocks: ["c"] });
    vi.advanceTimersByTime(1000);
    session.call("Ann");
    vi.advanceTimersByTime(1000);
    vi.advanceTimersByTime(1000);
    expect(sent(model, "here").slice(-2)).toEqual([
      { type: "here", name: "", block: "c" },
      { type: "here", name: "Ann", block: "c" },
    ]);
    expect(localStorage.getItem("flowdesigner.name")).toBe("Ann");
  });

  it("asks which of two edits it shall be, and sends its own only when it is chosen", () => {
    model.silent = true;
    session.edit(RENAME);
    const [edit] = sent(model, "op") as { id: string; seen: number | null }[];
    expect(edit?.seen).toBe(session.store.state.log);
    const rival = {
      op: edit?.id ?? "",
      block: "c",
      title: "c",
      field: "name",
      label: "Name",
      theirs: "Theirs",
      by: "Ben",
    };
    model.receive({ type: "rival", ...rival });
    expect(session.store.state.rivals).toEqual([rival]);
    session.settle(rival.op, "mine");
    expect(sent(model, "op").at(-1)).toMatchObject({ id: edit?.id, seen: null });
    expect(session.store.state.rivals).toEqual([]);
  });

  it("drops its own edit when the other one is kept", () => {
    model.silent = true;
    session.edit(RENAME);
    const id = session.store.state.pending[0]?.id ?? "";
    model.receive({
      type: "rival",
      op: id,
      block: "c",
      title: "c",
      field: "name",
      label: "Name",
      theirs: "x",
      by: "Ben",
    });
    session.settle(id, "theirs");
    expect(session.store.state.pending).toEqual([]);
    expect(session.store.state.flow?.blocks.c?.title).not.toBe("Mine");
  });
});

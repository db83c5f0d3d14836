import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeModel } from "../dev/model";
import { sampleFlow } from "../dev/sample";
import { LiveMark } from "../src/live/LiveMark";
import { LivePanel } from "../src/live/LivePanel";
import { standingAt } from "../src/live/standing";
import type { Followed, WatchReply, WatchRequest } from "../src/protocol/live";
import { SessionContext } from "../src/state/context";
import { isLit } from "../src/state/selectors";
import { Session } from "../src/state/session";

const MIA: Followed = {
  row: 7,
  customer: "Mia Novak",
  status: "waits for the customer",
  tone: "",
  lines: [
    { who: "customer", text: "Hello", options: [], block: null },
    {
      who: "bot",
      text: "What is it about?",
      options: [{ id: "1", label: "Billing", pressed: false }],
      block: "b",
    },
  ],
  at: { flow: "main", block: "b" },
  path: { main: [["a", "next", "b"]] },
};

describe("Live, beside the canvas", () => {
  let root: Root;
  let model: FakeModel;
  let session: Session;
  const host = document.createElement("div");

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
    document.body.append(host);
    model = new FakeModel(sampleFlow());
    session = new Session(model);
    session.start();
    vi.advanceTimersByTime(100);
    root = createRoot(host);
    session.store.dispatch({ type: "side", side: "live" });
    act(() =>
      root.render(
        <SessionContext value={session}>
          <LiveMark block="b" title="What is it about?" />
          <LivePanel />
        </SessionContext>,
      ),
    );
  });
  afterEach(() => {
    act(() => root.unmount());
    session.stop();
    vi.useRealTimers();
  });

  function tell(reply: WatchReply): void {
    act(() => session.store.dispatch({ type: "reply", reply }));
  }

  function standing(
    counts: Record<string, number>,
    rest: { whole?: boolean; versions?: number[] } = {},
  ): void {
    const versions = (rest.versions ?? [1]).map((number) => ({ number, label: `version ${number}` }));
    tell({ type: "standing", whole: rest.whole ?? false, version: null, versions, counts });
  }

  function asked(): WatchRequest[] {
    return model.sent.filter((request) => request.type === "watch");
  }

  function press(label: string): void {
    const button = [...host.querySelectorAll("button")].find((one) => one.textContent?.includes(label));
    if (!button) throw new Error(`no button ${label}`);
    act(() => button.click());
  }

  it("asks for the counts while it is open, and no longer", () => {
    expect(asked()).toEqual([{ type: "watch", do: "on", version: null }]);
    act(() => root.render(null));
    expect(asked().at(-1)).toEqual({ type: "watch", do: "off" });
  });

  it("counts on the blocks, with the news only", () => {
    standing({ "main b": 1284, "main c": 2 }, { whole: true });
    expect(host.querySelector(".fd-live-mark")?.getAttribute("aria-label")).toBe(
      "1284 conversations at What is it about?",
    );
    standing({ "main b": 1 });
    expect(host.querySelector(".fd-live-mark")?.getAttribute("aria-label")).toBe(
      "1 conversation at What is it about?",
    );
    expect(standingAt(session.store.state, "c")).toBe(2);
    standing({ "main b": 0 });
    expect(host.querySelector(".fd-live-mark")).toBeNull();
    standing({ "main c": 3 }, { whole: true });
    expect(session.store.state.desk.standing?.counts).toEqual({ "main c": 3 });
  });

  it("lists those at a block when its count is pressed, and opens one", () => {
    standing({ "main b": 2 }, { whole: true });
    press("2");
    expect(asked().at(-1)).toEqual({ type: "watch", do: "block", flow: "main", block: "b" });
    const line = { row: 7, customer: "Mia Novak", about: "waits", last: "4 s" };
    tell({
      type: "crowd",
      block: "b",
      title: "At “What is it about?”",
      conversations: [line],
      rest: "And more",
    });
    expect(host.textContent).toContain("At “What is it about?”");
    expect(host.textContent).toContain("And more");
    press("Mia Novak");
    expect(asked().at(-1)).toEqual({ type: "watch", do: "open", row: 7 });
  });

  it("shows one with its block lit, and lets nobody press the customer's buttons", () => {
    tell({ type: "followed", followed: MIA, show: false });
    expect(host.textContent).toContain("What is it about?");
    expect(isLit(session.store.state, "b")).toBe(true);
    const choice = [...host.querySelectorAll("button")].find((one) => one.textContent === "Billing");
    expect(choice?.disabled).toBe(true);
    press("Open in Running");
    expect(asked().at(-1)).toEqual({ type: "watch", do: "page", row: 7 });
    press("Back");
    expect(asked().at(-1)).toEqual({ type: "watch", do: "back" });
    tell({ type: "crowd", block: "", title: "Conversations now", conversations: [], rest: "Nobody" });
    expect(isLit(session.store.state, "b")).toBe(false);
    expect(host.textContent).toContain("Nobody");
  });

  it("chooses a version where conversations follow several", () => {
    tell({ type: "crowd", block: "", title: "Conversations now", conversations: [], rest: "Nobody" });
    standing({}, { whole: true });
    expect(host.querySelector("select")).toBeNull();
    standing({}, { whole: true, versions: [2, 1] });
    const choice = host.querySelector("select");
    if (!choice) throw new Error("no choice of versions");
    choice.value = "2";
    act(() => choice.dispatchEvent(new Event("change", { bubbles: true })));
    expect(asked().at(-1)).toEqual({ type: "watch", do: "on", version: 2 });
  });

  it("opens by itself for a conversation that a page shows", () => {
    act(() => session.store.dispatch({ type: "side", side: null }));
    tell({ type: "followed", followed: MIA, show: true });
    expect(session.store.state.side).toBe("live");
  });
});

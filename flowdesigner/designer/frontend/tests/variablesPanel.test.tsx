import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeModel } from "../dev/model";
import { sampleFlow } from "../dev/sample";
import type { BotVariable } from "../src/protocol/variables";
import { SessionContext } from "../src/state/context";
import { Session } from "../src/state/session";
import { VariablesPanel } from "../src/variables/VariablesPanel";

const READ = {
  flow: "main",
  flow_name: "Main",
  block: "b",
  title: "What is it about?",
  how: "reads" as const,
  fields: ["text"],
  port: "",
};
const NONE = { declared: null, declared_in: [], is_system: false, sets: [], reads: [] };
const TOKEN = { name: "token", type: "text", description: "Of the shop", sensitive: true, default: "sesame" };

describe("the Variables panel", () => {
  let root: Root;
  let model: FakeModel;
  let session: Session;
  const host = document.createElement("div");

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
    document.body.append(host);
    model = new FakeModel(sampleFlow());
    model.set("system_variables", [{ name: "tags", description: "The customer's tags", example: ["vip"] }]);
    session = new Session(model);
    session.start();
    vi.advanceTimersByTime(100);
    root = createRoot(host);
    act(() =>
      root.render(
        <SessionContext value={session}>
          <VariablesPanel />
        </SessionContext>,
      ),
    );
    const variables: BotVariable[] = [
      { ...NONE, name: "tags", is_system: true },
      { ...NONE, name: "token", declared: TOKEN, declared_in: ["main"] },
      { ...NONE, name: "topic", reads: [READ] },
    ];
    act(() => session.store.dispatch({ type: "reply", reply: { type: "variables", variables } }));
  });
  afterEach(() => {
    act(() => root.unmount());
    session.stop();
    vi.useRealTimers();
  });

  function open(name: string): HTMLElement {
    const row = [...host.querySelectorAll<HTMLElement>("li.fd-variable")].find((one) =>
      one.textContent?.includes(name),
    );
    act(() => row?.querySelector<HTMLElement>(".fd-variable-head")?.click());
    if (!row) throw new Error(`no ${name}`);
    return row;
  }

  it("tells of each what it is, with an example of those that Intercom gives", () => {
    expect(host.textContent).toContain('For example ["vip"]');
    expect(host.textContent).toContain("read in 1 block");
    expect(host.textContent).toContain("2 of this bot");
  });

  it("does not show what a sensitive one begins as", () => {
    expect(host.textContent).toContain("Begins as ••••••");
    const row = open("token");
    expect(host.innerHTML).not.toContain(">sesame<");
    expect(row.querySelector("input[type=password]")).toHaveProperty("value", "sesame");
  });

  it("asks again after whatever has changed the document, undo as well", () => {
    act(() => void vi.advanceTimersByTime(1000));
    const asked = () => model.sent.filter((one) => one.type === "variables").length;
    const before = asked();
    const { log, problems } = session.store.state;
    const undone = {
      type: "changed" as const,
      seq: 9,
      op: null,
      blocks: {},
      can_undo: false,
      can_redo: true,
    };
    act(() => session.store.dispatch({ type: "reply", reply: { ...undone, log, problems } }));
    act(() => void vi.advanceTimersByTime(1000));
    expect(asked()).toBe(before + 1);
  });

  it("removes only what no block uses", () => {
    expect(open("topic").textContent).toContain("when no block uses it any more");
    const buttons = [...open("token").querySelectorAll("button")];
    act(() => buttons.find((one) => one.textContent === "Remove")?.click());
    expect(model.sent.at(-1)).toEqual({ type: "variables", do: "forget", name: "token" });
  });
});

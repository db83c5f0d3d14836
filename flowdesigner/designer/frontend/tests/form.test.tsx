import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeModel } from "../dev/model";
import { sampleFlow } from "../dev/sample";
import { Form } from "../src/form/Form";
import { SessionContext, useDesigner } from "../src/state/context";
import { Session } from "../src/state/session";
import { catalog } from "./samples";

function OneForm({ id }: { id: string }) {
  const block = useDesigner((state) => state.flow?.blocks[id]);
  const kind = catalog.kinds.find((one) => one.kind === block?.kind);
  return block && kind ? <Form block={block} schema={kind.schema} /> : null;
}

describe("the form of a block", () => {
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
  });
  afterEach(() => {
    act(() => root.unmount());
    session.stop();
    vi.useRealTimers();
  });

  function show(id: string): void {
    act(() =>
      root.render(
        <SessionContext value={session}>
          <OneForm id={id} />
        </SessionContext>,
      ),
    );
  }

  function lastEdit(): unknown {
    act(() => void vi.advanceTimersByTime(500));
    const request = model.sent.findLast((one) => one.type === "op");
    return request?.type === "op" ? request.op : null;
  }

  it("has one stop for the tab key in the buttons of a text, and arrows between them", () => {
    show("b");
    const buttons = [...host.querySelectorAll<HTMLElement>(".fd-format-button")].slice(0, 6);
    expect(buttons.map((button) => button.tabIndex)).toEqual([0, -1, -1, -1, -1, -1]);
    const press = (key: string) =>
      act(
        () =>
          void document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })),
      );
    buttons[0]?.focus();
    press("ArrowRight");
    expect(document.activeElement).toBe(buttons[1]);
    press("ArrowLeft");
    press("ArrowLeft");
    expect(document.activeElement).toBe(buttons[5]);
    press("ArrowRight");
    expect(document.activeElement).toBe(buttons[0]);
  });

  it("shows each setting with its label, value and hint", () => {
    show("d");
    const labels = [...host.querySelectorAll(".fd-label")].map((label) => label.textContent);
    expect(labels).toEqual(["Provider", "Team", "Message before", "Tags"]);
    expect(host.querySelector<HTMLSelectElement>("[data-widget=team] select")?.value).toBe("9");
    expect(host.querySelector("[role=textbox]")?.textContent).toContain("firstname");
  });

  it("says at the field what is wrong with it", () => {
    show("d");
    const field = host.querySelector("[data-widget=team]");
    expect(field?.querySelector("select")?.getAttribute("aria-invalid")).toBe("true");
    expect(field?.textContent).toContain("talk over your people");
  });

  it("sends what was chosen", () => {
    show("d");
    const select = host.querySelector<HTMLSelectElement>("[data-widget=team] select");
    act(() => {
      if (select) select.value = "5";
      select?.dispatchEvent(new Event("change", { bubbles: true }));
    });
    expect(lastEdit()).toEqual({ op: "set", block: "d", settings: { team: "5" } });
  });

  it("adds, moves and removes choices", () => {
    show("b");
    const press = (name: string) =>
      act(() => host.querySelector<HTMLElement>(`[aria-label="${name}"]`)?.click());
    press("Move choice 1 down");
    expect(lastEdit()).toMatchObject({ settings: { choices: [{ id: "problem" }, { id: "billing" }] } });
    press("Remove choice 1");
    expect(lastEdit()).toMatchObject({ settings: { choices: [{ id: "billing" }] } });
    act(() => [...host.querySelectorAll("button")].find((one) => one.textContent === "Add choice")?.click());
    expect(lastEdit()).toMatchObject({ settings: { choices: [{ id: "billing" }, { label: "" }] } });
  });

  it("reads conditions as a sentence", () => {
    show("e");
    expect(host.querySelector(".fd-sentence")?.textContent).toBe(
      "If intercom_user_type is lead and topic is set",
    );
    const second = host.querySelectorAll(".fd-condition")[1];
    expect(second?.querySelector("select.fd-operator")).toHaveProperty("value", "is_set");
    expect(second?.querySelector("[role=textbox]")).toBeNull();
  });
});

import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeModel } from "../dev/model";
import { sampleFlow } from "../dev/sample";
import { ArgumentsField } from "../src/form/ArgumentsField";
import type { FunctionArgument } from "../src/protocol/desk";
import type { BlockView } from "../src/protocol/flow";
import type { Json } from "../src/protocol/json";
import { SessionContext } from "../src/state/context";
import { Session } from "../src/state/session";

const SCHEMA = { "x-within": "function", items: { properties: { name: {}, value: {} } } };

function argument(name: string, more: Partial<FunctionArgument>): FunctionArgument {
  return { name, kind: "text", required: false, default: "", choices: [], description: "", ...more };
}

describe("the arguments of a function", () => {
  let root: Root;
  let model: FakeModel;
  let session: Session;
  let kept: Json;
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
    kept = null;
  });
  afterEach(() => {
    act(() => root.unmount());
    session.stop();
    vi.useRealTimers();
  });

  function show(value: Json): void {
    const block = { id: "it", settings: { function: "price" } } as unknown as BlockView;
    const shape = {
      name: "arguments",
      label: "Arguments",
      hint: "",
      widget: "arguments",
      schema: SCHEMA,
      isOptional: false,
    };
    act(() =>
      root.render(
        <SessionContext value={session}>
          <ArgumentsField
            id="a"
            shape={shape}
            shapes={[]}
            value={value}
            block={block}
            isRefused={false}
            isBad={false}
            describedBy=""
            onChange={(next) => {
              kept = next;
            }}
          />
        </SessionContext>,
      ),
    );
    const functions = [
      {
        name: "price",
        description: "",
        arguments: [
          argument("item", { required: true, description: "What is bought" }),
          argument("express", { kind: "yes_no", default: "false" }),
        ],
        fields: [],
        repeatable: false,
      },
    ];
    act(() => model.receive({ type: "functions", functions, troubles: [] }));
  }

  it("has an input for each, made for its type", () => {
    show([]);
    const labels = [...host.querySelectorAll("label")].map((label) => label.textContent?.trim());
    expect(labels).toEqual(["item needed", "express"]);
    expect(host.textContent).toContain("What is bought");
    expect(host.querySelector("[role=combobox]")?.getAttribute("placeholder")).toBe("false, unless given");
  });

  it("asks Python which functions there are", () => {
    show([]);
    expect(model.sent.some((one) => one.type === "functions")).toBe(true);
  });

  it("shows what the function does not take any more, to be taken away", () => {
    show([
      { name: "item", value: "cup" },
      { name: "old", value: "1" },
    ]);
    const remove = host.querySelector<HTMLButtonElement>("[aria-label='Remove old']");
    act(() => remove?.click());
    expect(kept).toEqual([{ name: "item", value: "cup" }]);
  });
});

import { describe, expect, it } from "vitest";
import { byGroup, type Choice, matching } from "../src/canvas/choices";
import { excerpt, find, usesOf, variablesOf } from "../src/canvas/find";
import { blockOf, flow } from "./samples";

const titles = (search: string) =>
  find(flow(), search, (kind) => kind).map((one) =>
    one.what === "variable" ? `{${one.name}}` : `${one.what} ${one.block.id}`,
  );

describe("finding", () => {
  it("looks into names, texts and variables", () => {
    expect(titles("invoices")).toEqual(["block c", "text c"]);
    expect(titles("topic")).toEqual(["text b", "text e", "{topic}"]);
    expect(titles("{first")).toEqual(["{firstname}"]);
    expect(titles("nowhere to be found")).toEqual([]);
  });

  it("begins with all blocks", () => {
    expect(titles(" ")).toHaveLength(6);
  });

  it("shows the words around what was found", () => {
    const text = `${"before ".repeat(10)}the needle ${"after ".repeat(20)}`;
    expect(excerpt(text, "needle")).toMatch(/^….*the needle.*…$/);
    expect(excerpt("the needle", "needle")).toBe("the needle");
  });

  it("knows where a variable is used: shown, set or asked for", () => {
    expect(usesOf(flow(), "topic").map((block) => block.id)).toEqual(["b", "e"]);
    expect(usesOf(flow(), "firstname").map((block) => block.id)).toEqual(["b", "d"]);
    expect(usesOf(flow(), "intercom").map((block) => block.id)).toEqual(["f"]);
    const block = { ...blockOf(flow(), "c"), settings: { text: "{order.items[0]|upper} {{no}}" } };
    expect([...variablesOf(block, [])]).toEqual(["order.items"]);
  });
});

describe("a list to choose from", () => {
  const choices: Choice[] = [
    { id: "1", label: "Send message", group: "Talk" },
    { id: "2", label: "Wait", group: "Talk" },
    { id: "3", label: "Message of the day", group: "Other" },
  ];

  it("has what begins with the search first", () => {
    expect(matching(choices, "mess").map((one) => one.id)).toEqual(["3", "1"]);
    expect(matching(choices, "")).toEqual(choices);
    expect(matching(choices, "day of").map((one) => one.id)).toEqual(["3"]);
  });

  it("stands under headings", () => {
    expect(byGroup(choices).map(([group, members]) => [group, members.length])).toEqual([
      ["Talk", 2],
      ["Other", 1],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import type { BotVariable, Use } from "../src/protocol/variables";
import { nameFault, said, searched, textOf, usesInWords, valueTyped } from "../src/variables/values";

const USE: Use = {
  flow: "main",
  flow_name: "Main",
  block: "a",
  title: "A",
  how: "sets",
  fields: [],
  port: "",
};

function variable(name: string, more: Partial<BotVariable> = {}): BotVariable {
  return { name, declared: null, declared_in: [], is_system: false, sets: [], reads: [], ...more };
}

describe("what a variable begins as", () => {
  it("is a value of its type", () => {
    expect(valueTyped("4,5", "number")).toEqual({ value: 4.5 });
    expect(valueTyped("yes", "yes_no")).toEqual({ value: true });
    expect(valueTyped('["a"]', "list")).toEqual({ value: ["a"] });
    expect(valueTyped("12", "text")).toEqual({ value: "12" });
    expect(valueTyped("  ", "object")).toEqual({ value: null });
  });

  it("is refused with an example when it is none", () => {
    expect(valueTyped("many", "number")).toHaveProperty("wrong");
    expect(valueTyped('{"a": 1}', "list")).toHaveProperty("wrong");
    expect(valueTyped("[", "object")).toHaveProperty("wrong");
  });

  it("comes back as it was typed", () => {
    for (const [text, type] of [
      ["no", "yes_no"],
      ['{"a":1}', "object"],
      ["3", "number"],
    ] as const) {
      const typed = valueTyped(text, type);
      expect("value" in typed && textOf(typed.value)).toBe(text);
    }
  });
});

describe("the variables of a bot", () => {
  it("have names that texts can say, each its own", () => {
    expect(nameFault("größe_2", [])).toBe("");
    expect(nameFault("order number", [])).toMatch(/without spaces/);
    expect(nameFault("secret", [])).not.toBe("");
    expect(nameFault("topic", ["topic"])).toMatch(/already/);
  });

  it("say where they are used", () => {
    expect(usesInWords(variable("a"))).toBe("not used");
    expect(usesInWords(variable("a", { sets: [USE], reads: [USE, USE] }))).toBe(
      "set in 1 block, read in 2 blocks",
    );
  });

  it("are found by name and description", () => {
    const all = [
      variable("topic"),
      variable("order", { declared: { ...said("order"), description: "What they bought" } }),
    ];
    expect(searched(all, "bought", () => "").map((one) => one.name)).toEqual(["order"]);
    expect(searched(all, "top", () => "").map((one) => one.name)).toEqual(["topic"]);
    expect(searched(all, "", () => "")).toHaveLength(2);
  });
});

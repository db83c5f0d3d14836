import { describe, expect, it } from "vitest";
import { neededBy, typedAs } from "../src/form/callValues";
import { optionsFor } from "../src/form/options";
import { isWanted } from "../src/form/schema";
import type { BlockView } from "../src/protocol/flow";

describe("what a field offers", () => {
  const countries = [
    { value: "BE", words: "Belgium" },
    { value: "NL", words: "Netherlands" },
    { value: "SB", words: "Solomon Islands" },
  ];

  it("is all until something is typed, then what fits by value or words", () => {
    expect(optionsFor(countries, "NL", false)).toHaveLength(3);
    expect(optionsFor(countries, "b", true).map((one) => one.value)).toEqual(["BE", "SB"]);
    expect(optionsFor(countries, "island", true).map((one) => one.value)).toEqual(["SB"]);
  });

  it("is what was typed as well, where anything may be", () => {
    expect(optionsFor(countries, "X", true, "new")).toEqual([{ value: "X", note: "new" }]);
    expect(optionsFor(countries, "BE", true, "new")).toEqual([countries[0]]);
  });
});

describe("a field for some values of others", () => {
  const when = { "x-when": { body_type: ["json", "text"], to: "team" } };

  it("is shown for these alone", () => {
    expect(isWanted(when, { body_type: "json", to: "team" })).toBe(true);
    expect(isWanted(when, { body_type: "none", to: "team" })).toBe(false);
    expect(isWanted(when, { body_type: "text", to: "teammate" })).toBe(false);
    expect(isWanted({}, {})).toBe(true);
  });
});

describe("a test call", () => {
  const settings = {
    url: "https://example.com/{order.number}?mail={intercom.contactId|lower}",
    headers: [{ name: "Authorization", value: "Bearer {secret.token}" }],
    example: '{"{left}": 1}',
  };
  const block = { id: "a", kind: "call_api", name: "", title: "", settings } as unknown as BlockView;
  const order = { name: "order", type: "object", description: "", sensitive: true, default: { number: 3 } };

  it("needs the variables of its texts, but no secrets, with their defaults or examples", () => {
    const needed = neededBy(block, ["example"], [order], new Map([["intercom.contactId", "64a"]]));
    expect(needed).toEqual([
      { name: "order", value: '{"number":3}', type: "object", isSensitive: true },
      { name: "intercom.contactId", value: "64a", type: "text", isSensitive: false },
    ]);
  });

  it("sends values of their type", () => {
    expect(typedAs("12", "number")).toBe(12);
    expect(typedAs("12", "text")).toBe("12");
    expect(typedAs('["a"]', "list")).toEqual(["a"]);
    expect(typedAs("oops", "object")).toBe("oops");
  });
});

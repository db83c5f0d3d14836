import { describe, expect, it } from "vitest";
import { addressOf, countTests, lineFor, proposedName } from "../src/gallery/start";
import type { Example } from "../src/protocol/bots";

const TRIAGE: Example = { id: "triage", name: "Triage", description: "", needs: "", tests: 6 };

describe("a new bot", () => {
  it("is proposed the example's name, or the next that is free", () => {
    const beginning = { kind: "example", example: TRIAGE } as const;
    expect(proposedName(beginning, ["Desk"])).toBe("Triage");
    expect(proposedName(beginning, ["triage", "Triage 2"])).toBe("Triage 3");
  });

  it("is proposed the name in the file, and none when the file is no bot", () => {
    expect(proposedName({ kind: "file", text: '{"name": "Desk"}' }, [])).toBe("Desk");
    for (const text of ["{", "[]", "null", '{"name": 7}'])
      expect(proposedName({ kind: "file", text }, [])).toBe("");
    expect(proposedName({ kind: "empty" }, [])).toBe("");
  });

  it("is opened by its folder, or by a line of Python", () => {
    expect(addressOf("a b&c")).toBe("?bot=a%20b%26c");
    expect(lineFor('/bots/my "desk"')).toBe('open_designer("/bots/my \\"desk\\"")');
    expect([countTests(1), countTests(7)]).toEqual(["1 test", "7 tests"]);
  });
});

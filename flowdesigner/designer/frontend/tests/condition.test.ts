import { describe, expect, it } from "vitest";
import { isUnfinished, type Piece, sentenceOf, valuesIn, waysOf } from "../src/form/condition";

const WORDS = [
  { value: "is_set", label: "is set" },
  { value: "is_one_of", label: "is one of" },
];
const [WAY] = waysOf([
  {
    id: "a",
    label: "Benelux",
    match: "all",
    conditions: [
      { variable: "order_number", operator: "is_set", value: "" },
      { variable: "country", operator: "is_one_of", value: "BE, NL" },
    ],
  },
]);

function said(pieces: Piece[]): string {
  return pieces.flatMap((piece) => Object.values(piece)).join("");
}

describe("conditions", () => {
  it("make a sentence", () => {
    if (!WAY) throw new Error("no way");
    expect(said(sentenceOf(WAY, WORDS))).toBe("If order_number is set and country is one of BE, NL");
    expect(said(sentenceOf({ ...WAY, match: "any" }, WORDS))).toContain(" or country");
    expect(said(sentenceOf({ ...WAY, conditions: [] }, WORDS))).toMatch(/^Never/);
  });

  it("are unfinished while something is missing", () => {
    if (!WAY) throw new Error("no way");
    expect(isUnfinished(WAY)).toBe(false);
    expect(isUnfinished({ ...WAY, label: "" })).toBe(true);
    expect(isUnfinished({ ...WAY, conditions: [{ variable: "a", operator: "is", value: "" }] })).toBe(true);
  });

  it("take several values between commas", () => {
    expect(valuesIn(" BE,NL,, {country} ")).toEqual(["BE", "NL", "{country}"]);
  });
});

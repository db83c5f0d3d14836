import { describe, expect, it } from "vitest";
import { answerIn, foldedAtFirst, treeOf, valueInWords, variableFor } from "../src/form/answer";

const ANSWER = { order: { status: "sent", items: [{ name: "Cup" }, { name: "Plate" }] }, "x-id": 7 };

describe("the tree of an answer", () => {
  it("has a path for each field, as a call keeps it", () => {
    const paths = treeOf(ANSWER, new Set()).map((row) => row.path);
    expect(paths).toContain("order.items[1].name");
    expect(paths).toContain('"x-id"');
    expect(paths[0]).toBe("@");
    expect(treeOf(["a"], new Set())[1]?.path).toBe("[0]");
  });

  it("closes all of a list but its first, and leaves out what is closed", () => {
    const rows = treeOf(ANSWER, foldedAtFirst(ANSWER)).map((row) => row.path);
    expect(rows).toContain("order.items[0].name");
    expect(rows).toContain("order.items[1]");
    expect(rows).not.toContain("order.items[1].name");
  });

  it("says a value, or how much lies within", () => {
    const said = treeOf(ANSWER, new Set()).map((row) => `${row.key}: ${valueInWords(row)}`);
    expect(said).toEqual([
      "answer: 2 fields",
      "order: 2 fields",
      "status: sent",
      "items: 2 items",
      "0: 1 field",
      "name: Cup",
      "1: 1 field",
      "name: Plate",
      "x-id: 7",
    ]);
  });

  it("names a variable after the field, and never like another", () => {
    expect(variableFor("order.items[0].trackingCode", [])).toBe("tracking_code");
    expect(variableFor("order.status", [])).toBe("order_status");
    expect(variableFor("order.status", ["order_status", "order_status_2"])).toBe("order_status_3");
    expect(variableFor('"x-id"', [])).toBe("x_id");
    expect(variableFor("@", [])).toBe("answer");
  });

  it("reads JSON alone", () => {
    expect(answerIn('{"a": 1}')).toEqual({ a: 1 });
    expect(answerIn("Not found")).toBeUndefined();
    expect(answerIn("12")).toBeUndefined();
  });
});

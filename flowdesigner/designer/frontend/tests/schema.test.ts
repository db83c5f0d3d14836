import { describe, expect, it } from "vitest";
import { operators } from "../src/form/condition";
import { choicesOf, fieldsOf, resolved } from "../src/form/schema";
import { WIDGETS } from "../src/form/widgets";
import type { Schema } from "../src/protocol/schema";
import { catalog } from "./samples";

describe("a form", () => {
  it("has an input for every setting of every kind", () => {
    for (const kind of catalog.kinds) {
      for (const shape of fieldsOf(kind.schema))
        expect(WIDGETS, `${kind.kind}.${shape.name}`).toHaveProperty(shape.widget);
    }
  });

  it("leaves out what is not a setting", () => {
    const schema = catalog.kinds.find((kind) => kind.kind === "send_message")?.schema ?? {};
    expect(fieldsOf(schema).map((shape) => shape.name)).toEqual(["text", "images"]);
  });

  it("folds references and optional values", () => {
    const root: Schema = {
      $defs: { Size: { enum: ["small", "large"], type: "string" } },
      properties: {
        size: { anyOf: [{ $ref: "#/$defs/Size" }, { type: "null" }], title: "Size" },
        count: { type: "integer" },
      },
    };
    const [size, count] = fieldsOf(root);
    expect(size).toMatchObject({ label: "Size", widget: "select", isOptional: true });
    expect(count).toMatchObject({ label: "Count", widget: "number", isOptional: false });
  });

  it("names the values of an enumeration", () => {
    expect(choicesOf({ enum: ["a_b", "c"], "x-labels": { c: "See" } })).toEqual([
      { value: "a_b", label: "A b" },
      { value: "c", label: "See" },
    ]);
  });

  it("finds the comparisons of conditions in the kind's own schema", () => {
    const schema = catalog.kinds.find((kind) => kind.kind === "branch")?.schema ?? {};
    const items = resolved(schema.properties?.branches?.items ?? {}, schema);
    expect(operators(items, schema)).toContainEqual({ value: "is_not", label: "is not" });
  });
});

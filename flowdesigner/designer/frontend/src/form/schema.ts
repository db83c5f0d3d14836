import type { Json, JsonObject } from "../protocol/json";
import type { Schema } from "../protocol/schema";

export interface FieldShape {
  name: string;
  label: string;
  hint: string;
  widget: string;
  schema: Schema;
  isOptional: boolean;
}

const BY_TYPE: Record<string, string> = {
  boolean: "switch",
  integer: "number",
  number: "number",
  string: "plain",
};

/** A schema with its references followed and "or null" folded away; what stands beside the reference stays. */
export function resolved(schema: Schema, root: Schema): Schema {
  const { $ref, allOf, anyOf, ...own } = schema;
  const target = $ref ? root.$defs?.[$ref.split("/").at(-1) ?? ""] : undefined;
  if (target) return { ...resolved(target, root), ...own };
  if (allOf?.length === 1 && allOf[0]) return { ...resolved(allOf[0], root), ...own };
  const choices = anyOf?.filter((one) => one.type !== "null");
  if (choices?.length === 1 && choices[0]) return { ...resolved(choices[0], root), ...own };
  return schema;
}

function takesNull(schema: Schema): boolean {
  return Boolean(schema.anyOf?.some((one) => one.type === "null"));
}

function widgetFor(schema: Schema): string {
  const named = schema["x-widget"];
  if (named) return named;
  if (schema.enum) return "select";
  if (schema.type === "array" && schema.items?.type === "string") return "tags";
  return BY_TYPE[schema.type ?? ""] ?? "other";
}

function inWords(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The fields of a block's form, in the order of its settings. */
export function fieldsOf(root: Schema): FieldShape[] {
  return Object.entries(root.properties ?? {}).flatMap(([name, property]) => {
    const schema = resolved(property, root);
    if (schema["x-hidden"]) return [];
    return [
      {
        name,
        label: schema.title ?? inWords(name),
        hint: schema.description ?? "",
        widget: widgetFor(schema),
        schema: schema.items ? { ...schema, items: resolved(schema.items, root) } : schema,
        isOptional: takesNull(property),
      },
    ];
  });
}

/** Whether the field says something, with these settings beside it. */
export function isWanted(schema: Schema, settings: JsonObject): boolean {
  return Object.entries(schema["x-when"] ?? {}).every(([field, wanted]) => {
    const now = settings[field] ?? null;
    return Array.isArray(wanted) ? wanted.includes(now) : wanted === now;
  });
}

/** The choices of an enumeration with the words for them. */
export function choicesOf(schema: Schema): { value: string; label: string }[] {
  const labels = schema["x-labels"] ?? {};
  return (schema.enum ?? [])
    .filter((value): value is Exclude<Json, null> => value !== null)
    .map((value) => ({ value: String(value), label: labels[String(value)] ?? inWords(String(value)) }));
}

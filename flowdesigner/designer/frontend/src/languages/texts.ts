import { resolved } from "../form/schema";
import type { BlockView } from "../protocol/flow";
import { isObject, type Json, type JsonObject } from "../protocol/json";
import type { Schema } from "../protocol/schema";

/** A text that customers read: its path in the block, its label on the form, its words in the main language. */
export interface Text {
  path: string;
  label: string;
  words: string;
  rich: boolean;
}

function inside(values: JsonObject, schema: Schema, root: Schema, prefix: string, title: string): Text[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const shape = resolved(property, root);
    const value = values[name] ?? null;
    const path = prefix + name;
    const label = title || shape.title || name;
    if (shape["x-translated"])
      return [{ path, label, words: String(value ?? ""), rich: shape["x-widget"] === "rich_text" }];
    const items = shape.items ? resolved(shape.items, root) : undefined;
    if (!items || !Array.isArray(value)) return [];
    return value.flatMap((item: Json, place) =>
      isObject(item) ? inside(item, items, root, `${path}.${item.id ?? place}.`, label) : [],
    );
  });
}

/** The texts of a block that say something; where one is left empty, what the bot says in its place. */
export function textsOf(block: BlockView, schema: Schema | undefined): Text[] {
  if (!schema) return [];
  return inside(block.settings, schema, schema, "", "")
    .map((text) => (text.words.trim() ? text : { ...text, words: block.says?.[text.path] ?? "" }))
    .filter((text) => text.words);
}

/** Whether there are words in it: a variable or a number alone is the same in all languages. */
export function hasWords(text: string): boolean {
  return /\p{L}/u.test(text.replace(/\{[^{}]*\}|<[^<>]*>/g, ""));
}

export function translationOf(block: BlockView, path: string, code: string): string {
  return block.translations?.[code]?.[path] ?? "";
}

/** Whether customers of this language read the main one there. A wider language (`pt` for `pt-BR`) will do. */
export function isMissing(block: BlockView, text: Text, code: string): boolean {
  for (let wider = code; wider; wider = wider.slice(0, Math.max(wider.lastIndexOf("-"), 0)))
    if (translationOf(block, text.path, wider).trim()) return false;
  return hasWords(text.words);
}

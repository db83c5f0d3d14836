import { isObject, type Json } from "../protocol/json";

/** Keys of no interest to people when a setting is told in words. */
const INNER = new Set(["id", "sha256", "content_type"]);

function plain(text: string): string {
  return text
    .replace(/<br\s*\/?>|<\/p>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .trim();
}

function part(value: Json): string {
  if (!isObject(value)) return inWords(value);
  const pairs = Object.entries(value).filter(([key, inner]) => !INNER.has(key) && !isEmpty(inner));
  const [only] = pairs;
  if (only && pairs.length === 1) return inWords(only[1]);
  return pairs.map(([key, inner]) => `${key.replace(/_/g, " ")}: ${inWords(inner)}`).join(", ");
}

function isEmpty(value: Json): boolean {
  return value === null || value === "" || (Array.isArray(value) && !value.length);
}

/** A setting as people read it: texts without markup, lists line by line. */
export function inWords(value: Json): string {
  if (isEmpty(value)) return "nothing";
  if (value === true) return "on";
  if (value === false) return "off";
  if (typeof value === "string") return plain(value);
  if (Array.isArray(value)) return value.map(part).join("\n");
  return isObject(value) ? part(value) : String(value);
}

/** What a setting was and is; as data where the words would be the same. */
export function beforeAndAfter(old: Json, now: Json): [before: string, after: string] {
  const words: [string, string] = [inWords(old), inWords(now)];
  if (words[0] !== words[1]) return words;
  const raw = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value, null, 1));
  return [raw(old), raw(now)];
}

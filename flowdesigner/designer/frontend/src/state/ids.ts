const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** A short random id that is safe in URLs, file names and CSS. */
export function randomId(length = 6): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("");
}

/** A fresh id for a block of this kind. */
export function blockId(kind: string, taken: Record<string, unknown>): string {
  const id = `${kind}_${randomId()}`;
  return id in taken ? blockId(kind, taken) : id;
}

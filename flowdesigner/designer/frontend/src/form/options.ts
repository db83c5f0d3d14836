/** One value that a field may have. */
export interface Option {
  value: string;
  /** What the value means, in words that may be typed in its place: the name of a country. */
  words?: string | undefined;
  /** What is said of it besides. */
  note?: string;
  isVariable?: boolean;
}

const SHOWN = 40;

function rank(one: Option, typed: string): number {
  const at = [one.value, one.words ?? ""].map((text) => text.toLowerCase().indexOf(typed));
  const found = at.filter((place) => place >= 0);
  return found.length ? Math.min(...found, 1) : -1;
}

/** Those that contain what was typed, the ones that begin with it first. */
export function matchingOptions(options: Option[], typed: string): Option[] {
  const text = typed.trim().toLowerCase();
  return options
    .map((one) => ({ one, rank: rank(one, text) }))
    .filter((found) => found.rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map((found) => found.one);
}

/** What the list below a field offers: everything until something is typed, then what fits, and the text itself. */
export function optionsFor(options: Option[], text: string, isTyped: boolean, other?: string): Option[] {
  const found = (isTyped ? matchingOptions(options, text) : options).slice(0, SHOWN);
  const isNew = other !== undefined && text !== "" && !options.some((one) => one.value === text);
  return isNew ? [...found, { value: text, note: other }] : found;
}

import type { Kind } from "../protocol/catalog";

/** One line of a list to choose from. */
export interface Choice {
  id: string;
  label: string;
  /** What it is, or what it says, in small. */
  hint?: string;
  kind?: Kind | undefined;
  /** Under which heading it stands. */
  group: string;
}

/** Whether all words occur in the text. */
export function hasWords(text: string, search: string): boolean {
  const lower = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

/** The choices with all words of a search, those first whose name begins with it. */
export function matching(choices: Choice[], search: string): Choice[] {
  const found = choices.filter((choice) => hasWords(`${choice.label} ${choice.hint ?? ""}`, search.trim()));
  const start = search.trim().toLowerCase();
  const rank = (choice: Choice) => (start && choice.label.toLowerCase().startsWith(start) ? 0 : 1);
  const groups = [...new Set(found.map((choice) => choice.group))];
  const best = (group: string) => Math.min(...found.filter((one) => one.group === group).map(rank));
  groups.sort((a, b) => best(a) - best(b));
  return groups.flatMap((group) =>
    found.filter((choice) => choice.group === group).sort((a, b) => rank(a) - rank(b)),
  );
}

/** The choices under their headings, in the order in which they come. */
export function byGroup(choices: Choice[]): [string, Choice[]][] {
  const groups = new Map<string, Choice[]>();
  for (const choice of choices) groups.set(choice.group, [...(groups.get(choice.group) ?? []), choice]);
  return [...groups];
}

import type { Catalog, Group, Kind } from "../protocol/catalog";

export interface Shelf {
  group: Group;
  kinds: Kind[];
}

function matches(kind: Kind, words: string[]): boolean {
  const text = `${kind.label} ${kind.kind.replaceAll("_", " ")}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The kinds by group that match all words of a search. */
export function shelves(catalog: Catalog, search: string, hidden: ReadonlySet<string>): Shelf[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return catalog.groups
    .map((group) => ({
      group,
      kinds: catalog.kinds.filter(
        (kind) => kind.group === group.id && !hidden.has(kind.kind) && matches(kind, words),
      ),
    }))
    .filter((shelf) => shelf.kinds.length > 0);
}

/** A list with one item moved by `step`; the same list when it would leave the list. */
export function moved<Item>(list: Item[], index: number, step: number): Item[] {
  const item = list[index];
  const to = index + step;
  if (item === undefined || to < 0 || to >= list.length) return list;
  const others = list.filter((_, at) => at !== index);
  return [...others.slice(0, to), item, ...others.slice(to)];
}

export function removed<Item>(list: Item[], index: number): Item[] {
  return list.filter((_, at) => at !== index);
}

export function replaced<Item>(list: Item[], index: number, item: Item): Item[] {
  return list.map((one, at) => (at === index ? item : one));
}

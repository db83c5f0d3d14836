/** A value in the author's language: the name of a country for its code. */
export function inWords(what: string, value: string): string | undefined {
  if (what !== "countries" || !/^[A-Z]{2}$/.test(value)) return undefined;
  return new Intl.DisplayNames(["en"], { type: "region" }).of(value);
}

export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

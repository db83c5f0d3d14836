/** What a version is called; null is the draft. */
export function nameOf(number: number | null): string {
  return number === null ? "The draft" : `Version ${number}`;
}

/** The same within a sentence. */
export function inSentence(number: number | null): string {
  return number === null ? "the draft" : `version ${number}`;
}

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const DAY_AND_YEAR = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** A moment as people say it: "Today 10:24", "Yesterday 18:05", "3 March 09:00". */
export function when(iso: string, now: Date): string {
  const then = new Date(iso);
  const time = TIME.format(then);
  const dayOf = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((dayOf(now) - dayOf(then)) / 86_400_000);
  if (days === 0) return `Today ${time}`;
  if (days === 1) return `Yesterday ${time}`;
  const day = then.getFullYear() === now.getFullYear() ? DAY : DAY_AND_YEAR;
  return `${day.format(then)} ${time}`;
}

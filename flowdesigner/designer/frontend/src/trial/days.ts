const DAY_MS = 86_400_000;

/** The day after a day, both as `2026-01-05`. */
export function dayAfter(date: string): string {
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) ? "" : new Date(time + DAY_MS).toISOString().slice(0, 10);
}

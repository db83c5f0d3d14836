import { isObject, type Json } from "../protocol/json";
import { asText } from "./input";

/** One stretch of a day of the week, as `flowdesigner.flow.opening_times` has it. */
export type Stretch = { day: string; opens: string; closes: string };

export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export const WORKING_DAYS: readonly string[] = DAYS.slice(0, 5);
const USUAL = { opens: "09:00", closes: "17:00" };

/** The stretches by day, Monday first; those of one day by their beginning. */
export function weekOf(value: Json): Stretch[] {
  if (!Array.isArray(value)) return [];
  const stretches = value.filter(isObject).map((one) => ({
    day: asText(one.day) || "monday",
    opens: asText(one.opens),
    closes: asText(one.closes),
  }));
  const place = (one: Stretch) => (DAYS as readonly string[]).indexOf(one.day);
  return stretches.sort((a, b) => place(a) - place(b) || padded(a.opens).localeCompare(padded(b.opens)));
}

function padded(clock: string): string {
  return clock.padStart(5, "0");
}

/** A time as the browser's field takes it; midnight at the end of a day is the beginning of the next. */
export function forField(clock: string): string {
  return clock === "24:00" ? "00:00" : padded(clock);
}

/** The hours that a day begins with when it is opened: those of another open day. */
export function opened(week: Stretch[], day: string): Stretch[] {
  const like = week.find((one) => one.day !== day) ?? { day, ...USUAL };
  return [...week, { ...like, day }];
}

/** Another stretch after the last one of the day: an hour later, for four hours at most. */
export function added(week: Stretch[], day: string): Stretch[] {
  const last = week.filter((one) => one.day === day).at(-1);
  const from = Math.min(Number.parseInt(last?.closes ?? "12", 10) + 1, 22) || 13;
  const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
  return [...week, { day, opens: clock(from), closes: clock(Math.min(from + 4, 23)) }];
}

/** The week with the hours of one day on all of these. */
export function likeDay(week: Stretch[], day: string, days: readonly string[]): Stretch[] {
  const pattern = week.filter((one) => one.day === day);
  const others = week.filter((one) => !days.includes(one.day));
  return weekOf([...others, ...days.flatMap((to) => pattern.map((one) => ({ ...one, day: to })))]);
}

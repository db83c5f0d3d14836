import { describe, expect, it } from "vitest";
import { added, forField, likeDay, opened, WORKING_DAYS, weekOf } from "../src/form/week";

const MONDAY = { day: "monday", opens: "08:30", closes: "18:00" };

describe("opening hours", () => {
  it("stand in the order of the week and the clock", () => {
    const week = weekOf([
      { day: "friday", opens: "09:00", closes: "12:00" },
      { day: "monday", opens: "13:00", closes: "17:00" },
      { day: "monday", opens: "9:00", closes: "12:00" },
    ]);
    expect(week.map((one) => `${one.day} ${one.opens}`)).toEqual([
      "monday 9:00",
      "monday 13:00",
      "friday 09:00",
    ]);
  });

  it("of a day that is opened are those of another day", () => {
    expect(opened([MONDAY], "saturday").at(-1)).toEqual({ ...MONDAY, day: "saturday" });
    expect(opened([], "sunday")).toEqual([{ day: "sunday", opens: "09:00", closes: "17:00" }]);
  });

  it("of one day can be those of all working days, and the weekend stays", () => {
    const saturday = { day: "saturday", opens: "10:00", closes: "12:00" };
    const week = likeDay([MONDAY, saturday], "monday", WORKING_DAYS);
    expect(week).toHaveLength(6);
    expect(week.at(-1)).toEqual(saturday);
  });

  it("go on an hour after the last ones", () => {
    expect(added([MONDAY], "monday").at(-1)).toEqual({ day: "monday", opens: "19:00", closes: "23:00" });
  });

  it("end at midnight, which the browser calls the beginning of the day", () => {
    expect(forField("24:00")).toBe("00:00");
    expect(forField("9:00")).toBe("09:00");
  });
});

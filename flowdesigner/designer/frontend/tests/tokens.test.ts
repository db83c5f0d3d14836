import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/tokens.css", "utf-8");

/** The colours of a theme; the dark one changes those of the light one. */
function colours(theme: "light" | "dark"): Record<string, string> {
  const parts = css.split(/^}/m);
  const used = theme === "light" ? [parts[0]] : [parts[0], parts[1]];
  const found = used.flatMap((part) => [...(part ?? "").matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)]);
  return Object.fromEntries(found.map(([, name = "", colour = ""]) => [name, colour]));
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const TEXTS: [string, string[]][] = [
  ["ink", ["bg", "panel", "raise"]],
  ["ink2", ["bg", "panel", "raise"]],
  ["ink3", ["bg", "panel", "raise"]],
  ["accent", ["panel", "raise", "accent-soft"]],
  ["accent-ink", ["accent"]],
  ["ok", ["panel", "ok-soft"]],
  ["warn", ["panel", "warn-soft"]],
  ["bad", ["panel", "raise", "bad-soft"]],
  ["on-bad", ["bad"]],
  ["on-chip", ["talk", "decide", "remember", "act", "reach", "structure"]],
];

describe.each(["light", "dark"] as const)("the colours of the %s theme", (theme) => {
  const all = colours(theme);

  it.each(TEXTS)("let one read %s on its grounds", (text, grounds) => {
    for (const ground of grounds) {
      const found = contrast(all[text] ?? "", all[ground] ?? "");
      expect(found, `--${text} on --${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(["border", "focus"])("let one see --%s", (line) => {
    for (const ground of ["panel", "raise", "bg"])
      expect(contrast(all[line] ?? "", all[ground] ?? ""), ground).toBeGreaterThanOrEqual(3);
  });
});

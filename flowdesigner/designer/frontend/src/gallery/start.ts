import type { Example } from "../protocol/bots";

/** What a new bot begins with. */
export type Beginning =
  | { kind: "empty" }
  | { kind: "example"; example: Example }
  | { kind: "file"; text: string };

/** The name that the dialog proposes: the example's or the file's own, with a number where it is taken. */
export function proposedName(beginning: Beginning, taken: string[]): string {
  const wanted =
    beginning.kind === "example"
      ? beginning.example.name
      : beginning.kind === "file"
        ? nameInFile(beginning.text)
        : "";
  const names = new Set(taken.map((name) => name.toLowerCase()));
  if (!names.has(wanted.toLowerCase())) return wanted;
  let number = 2;
  while (names.has(`${wanted} ${number}`.toLowerCase())) number += 1;
  return `${wanted} ${number}`;
}

/** The bot's name in an exported file; nothing when the file is no bot, which Python then says. */
function nameInFile(text: string): string {
  try {
    const { name } = JSON.parse(text);
    return typeof name === "string" ? name : "";
  } catch {
    return "";
  }
}

/** The address of the page with another bot of the folder. */
export function addressOf(folder: string): string {
  return `?bot=${encodeURIComponent(folder)}`;
}

/** The line that opens a bot in a notebook. */
export function lineFor(path: string): string {
  return `open_designer(${JSON.stringify(path)})`;
}

export function countTests(tests: number): string {
  return tests === 1 ? "1 test" : `${tests} tests`;
}

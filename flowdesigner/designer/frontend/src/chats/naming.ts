const LONGEST = 60;

/** The title that a chat's text gives itself: its first remark. */
export function titleOf(text: string): string {
  return text.match(/^\s*#[ \t]*(\S.*)/)?.[1]?.trim() ?? "";
}

/** A name for the file of a new chat, made of its title, that no other one has. */
export function freeName(text: string, taken: string[]): string {
  const stem =
    titleOf(text)
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, LONGEST) || "chat";
  let name = stem;
  for (let number = 2; taken.includes(name); number += 1) name = `${stem}-${number}`;
  return name;
}

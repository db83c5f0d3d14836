import type { Change } from "../protocol/versions";

export const MARKS: Record<Change, { sign: string; word: string }> = {
  added: { sign: "+", word: "Added" },
  removed: { sign: "−", word: "Removed" },
  changed: { sign: "±", word: "Changed" },
  moved: { sign: "↔", word: "Moved" },
};

/** What became of something: a sign and a word. */
export function Mark({ change }: { change: Change }) {
  const { sign, word } = MARKS[change];
  return (
    <span className="fd-mark" data-change={change}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  );
}

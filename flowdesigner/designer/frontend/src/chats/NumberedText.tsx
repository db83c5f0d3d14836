import { type RefObject, useRef } from "react";

interface Props {
  id: string;
  text: string;
  onChange: (text: string) => void;
  /** The line that is marked, and why. */
  marked: number | null;
  describedBy: string | undefined;
  isBad: boolean;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** A field for text in which lines have numbers. */
export function NumberedText({ id, text, onChange, marked, describedBy, isBad, field }: Props) {
  const gutter = useRef<HTMLDivElement>(null);
  const count = text.split("\n").length;
  return (
    <div className="fd-numbered">
      <div ref={gutter} className="fd-numbered-gutter" aria-hidden="true">
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <span key={index} data-marked={index + 1 === marked}>
            {index + 1}
          </span>
        ))}
      </div>
      <textarea
        ref={field}
        id={id}
        className="fd-input"
        rows={16}
        wrap="off"
        spellCheck={false}
        value={text}
        aria-invalid={isBad}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

/** Selects a line of the field and brings it into view. */
export function selectLine(field: HTMLTextAreaElement, line: number): void {
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = Math.max(0, (line - 6) * (field.scrollHeight / Math.max(1, lines.length)));
}

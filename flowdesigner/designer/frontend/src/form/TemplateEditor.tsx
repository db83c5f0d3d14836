import { type ClipboardEvent, type KeyboardEvent, useCallback, useEffect, useRef } from "react";
import { toNodes, toSource } from "../text/source";
import { Options } from "./Combo";
import { chipTyped } from "./caret";
import { FormatBar } from "./FormatBar";
import { useDraft } from "./useDraft";
import { usePicker } from "./usePicker";

const LINE = 19;
const PADDING = 14;

interface Props {
  id: string;
  label: string;
  value: string;
  rich?: boolean;
  /** How many lines of plain text it has at least; one line without. */
  lines?: number | undefined;
  placeholder?: string | undefined;
  isRefused?: boolean;
  isBad?: boolean;
  describedBy?: string;
  onChange: (source: string) => void;
}

/** A text with variables as chips; `rich` adds paragraphs and the formatting that Intercom shows. */
export function TemplateEditor(props: Props) {
  const {
    id,
    label,
    value,
    rich = false,
    lines,
    placeholder,
    isRefused,
    isBad,
    describedBy,
    onChange,
  } = props;
  const mode = rich ? "rich" : lines ? "lines" : "line";
  const root = useRef<HTMLDivElement>(null);
  const shown = useRef<string | null>(null);
  const draft = useDraft(value, onChange, isRefused);

  const read = useCallback(() => {
    if (!root.current) return;
    chipTyped(root.current);
    shown.current = toSource(root.current, mode);
    draft.change(shown.current);
  }, [draft.change, mode]);
  // Where braces are part of the text, Enter is the list's only after the author has turned to it.
  const picker = usePicker(root, read, mode !== "lines");

  useEffect(() => {
    if (draft.value === shown.current || !root.current) return;
    shown.current = draft.value;
    root.current.replaceChildren(...toNodes(draft.value, mode));
  }, [draft.value, mode]);

  const onInput = () => {
    if (!picker.update()) read();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (picker.onKey(event)) return;
    if (event.key !== "Enter" || rich) return;
    event.preventDefault();
    if (mode === "lines") document.execCommand("insertText", false, "\n");
  };
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  };
  return (
    <div className="fd-editor" data-rich={rich} data-lines={mode === "lines"} data-bad={isBad}>
      {/* biome-ignore lint/a11y/useSemanticElements: a text with chips in it fits no input */}
      <div
        ref={root}
        id={id}
        className="fd-editor-text"
        role="textbox"
        tabIndex={0}
        contentEditable
        suppressContentEditableWarning
        spellCheck={mode !== "lines"}
        aria-label={label}
        aria-multiline={mode !== "line"}
        style={lines ? { minHeight: `${lines * LINE + PADDING}px` } : undefined}
        aria-invalid={isBad}
        aria-describedby={describedBy}
        aria-activedescendant={
          picker.isOpen && picker.active >= 0 ? `${id}-list-${picker.active}` : undefined
        }
        data-placeholder={placeholder}
        data-empty={draft.value === ""}
        onFocus={() => document.execCommand("defaultParagraphSeparator", false, "p")}
        onInput={onInput}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => {
          picker.close();
          read();
          draft.flush();
        }}
      />
      <FormatBar label={label} rich={rich} editor={root} onChange={onInput} />
      {picker.isOpen && (
        <Options
          id={`${id}-list`}
          label="Variables"
          options={picker.shown.map((one) => ({ value: one.name, note: one.description, isVariable: true }))}
          active={picker.active}
          onPick={picker.pick}
        />
      )}
    </div>
  );
}

import { type ClipboardEvent, type KeyboardEvent, useCallback, useEffect, useRef } from "react";
import { toNodes, toSource } from "../text/source";
import { chipTyped } from "./caret";
import { FormatBar } from "./FormatBar";
import { useDraft } from "./useDraft";
import { usePicker } from "./usePicker";
import { VariableList } from "./VariableList";

interface Props {
  id: string;
  label: string;
  value: string;
  rich?: boolean;
  placeholder?: string | undefined;
  isRefused?: boolean;
  isBad?: boolean;
  describedBy?: string;
  onChange: (source: string) => void;
}

/** A text with variables as chips; `rich` adds lines and the formatting that Intercom shows. */
export function TemplateEditor(props: Props) {
  const { id, label, value, rich = false, placeholder, isRefused, isBad, describedBy, onChange } = props;
  const root = useRef<HTMLDivElement>(null);
  const shown = useRef<string | null>(null);
  const draft = useDraft(value, onChange, isRefused);

  const read = useCallback(() => {
    if (!root.current) return;
    chipTyped(root.current);
    shown.current = toSource(root.current, rich);
    draft.change(shown.current);
  }, [draft.change, rich]);
  const picker = usePicker(root, read);

  useEffect(() => {
    if (draft.value === shown.current || !root.current) return;
    shown.current = draft.value;
    root.current.replaceChildren(...toNodes(draft.value, rich));
  }, [draft.value, rich]);

  const onInput = () => {
    if (!picker.update()) read();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (picker.onKey(event)) return;
    if (event.key === "Enter" && !rich) event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  };
  return (
    <div className="fd-editor" data-rich={rich} data-bad={isBad}>
      {/* biome-ignore lint/a11y/useSemanticElements: a text with chips in it fits no input */}
      <div
        ref={root}
        id={id}
        className="fd-editor-text"
        role="textbox"
        tabIndex={0}
        contentEditable
        suppressContentEditableWarning
        spellCheck
        aria-label={label}
        aria-multiline={rich}
        aria-invalid={isBad}
        aria-describedby={describedBy}
        aria-activedescendant={picker.isOpen ? `${id}-list-${picker.active}` : undefined}
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
        <VariableList
          id={`${id}-list`}
          variables={picker.shown}
          active={picker.active}
          onPick={picker.pick}
        />
      )}
    </div>
  );
}

import { type ReactNode, type RefObject, useState } from "react";
import { Icon } from "../icons/Icon";
import { LinkRow } from "./LinkRow";

interface Props {
  label: string;
  rich: boolean;
  editor: RefObject<HTMLDivElement | null>;
  onChange: () => void;
}

/** Buttons for the formatting that Intercom shows, and for variables. */
export function FormatBar({ label, rich, editor, onChange }: Props) {
  const [linked, setLinked] = useState<Range | null>(null);
  const focusText = () => {
    const selection = document.getSelection();
    if (editor.current?.contains(selection?.anchorNode ?? null)) return;
    editor.current?.focus();
    if (editor.current) selection?.selectAllChildren(editor.current);
    selection?.collapseToEnd();
  };
  const run = (command: string, value?: string) => {
    focusText();
    document.execCommand(command, false, value);
    onChange();
  };
  const heading = (tag: "h1" | "h2") => {
    focusText();
    const now = document.queryCommandValue("formatBlock").toLowerCase();
    run("formatBlock", now === tag ? "p" : tag);
  };
  const openLink = () => {
    focusText();
    const selection = document.getSelection();
    setLinked(selection?.rangeCount ? selection.getRangeAt(0).cloneRange() : null);
  };
  const setLink = (address: string) => {
    const selection = document.getSelection();
    editor.current?.focus();
    if (linked) {
      selection?.removeAllRanges();
      selection?.addRange(linked);
    }
    if (!address) run("unlink");
    else if (selection?.isCollapsed) run("insertHTML", linkMarkup(address));
    else run("createLink", address);
    setLinked(null);
  };
  return (
    <div className="fd-format" role="toolbar" aria-label={`Format ${label}`}>
      {rich && (
        <>
          <FormatButton label="Bold" onPress={() => run("bold")}>
            <b>B</b>
          </FormatButton>
          <FormatButton label="Italic" onPress={() => run("italic")}>
            <i>I</i>
          </FormatButton>
          <FormatButton label="H1, large heading" onPress={() => heading("h1")}>
            H1
          </FormatButton>
          <FormatButton label="H2, small heading" onPress={() => heading("h2")}>
            H2
          </FormatButton>
          <FormatButton label="Link" onPress={openLink}>
            <Icon name="link" />
          </FormatButton>
        </>
      )}
      <FormatButton label="Insert variable" onPress={() => run("insertText", "{")}>
        <Icon name="braces" />
      </FormatButton>
      {linked && <LinkRow onDone={setLink} onCancel={() => setLinked(null)} />}
    </div>
  );
}

function linkMarkup(address: string): string {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = address;
  return link.outerHTML;
}

function FormatButton({
  label,
  onPress,
  children,
}: {
  label: string;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="fd-format-button"
      aria-label={label}
      title={label}
      // The text keeps its selection.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

import { type KeyboardEvent, type ReactNode, type RefObject, useState } from "react";
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
    <div className="fd-format" role="toolbar" aria-label={`Format ${label}`} onKeyDown={walk}>
      {rich && (
        <>
          <FormatButton label="Bold" isFirst onPress={() => run("bold")}>
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
      <FormatButton label="Insert variable" isFirst={!rich} onPress={() => run("insertText", "{")}>
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

/** One stop for the tab key, and arrows between the buttons: the next field is two tabs from a text, not seven. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(".fd-format-button")];
  const now = buttons.indexOf(event.target as HTMLElement);
  if (by === undefined || now < 0) return;
  event.preventDefault();
  buttons.at((now + by) % buttons.length)?.focus();
}

function FormatButton({
  label,
  isFirst = false,
  onPress,
  children,
}: {
  label: string;
  isFirst?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="fd-format-button"
      aria-label={label}
      title={label}
      tabIndex={isFirst ? 0 : -1}
      // The text keeps its selection.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

import { NAME } from "../text/segments";
import { chip, ZERO_WIDTH } from "../text/source";

/** The variable being typed: an open brace before the cursor and what follows it. */
export interface Typed {
  node: Text;
  start: number;
  end: number;
  name: string;
}

const OPEN = /\{([^{}\s]*)$/;
const CLOSED = new RegExp(`\\{(${NAME})\\}`, "u");

/** What stands between an open brace and the cursor, if the cursor is in `root`. */
export function typedVariable(root: HTMLElement): Typed | null {
  const selection = root.ownerDocument.getSelection();
  const node = selection?.anchorNode;
  if (!selection?.isCollapsed || !(node instanceof Text) || !root.contains(node)) return null;
  const end = selection.anchorOffset;
  const found = OPEN.exec(node.data.slice(0, end).replaceAll(ZERO_WIDTH, "\u2060"));
  if (!found) return null;
  const name = (found[1] ?? "").replaceAll("\u2060", "");
  return { node, start: found.index, end, name };
}

function placeCaret(node: Text, offset: number): void {
  const selection = node.ownerDocument.getSelection();
  selection?.collapse(node, offset);
}

/** Puts a chip in the place of a stretch of text and the cursor behind it. */
export function replaceByChip(node: Text, start: number, end: number, name: string): void {
  const rest = node.splitText(start);
  rest.deleteData(0, end - start);
  rest.before(chip(name));
  if (!rest.data.startsWith(ZERO_WIDTH)) rest.insertData(0, ZERO_WIDTH);
  placeCaret(rest, 1);
}

/** Turns each `{name}` that was typed or pasted into a chip. */
export function chipTyped(root: HTMLElement): void {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (text.parentElement?.dataset.variable !== undefined) continue;
    let node: Text | null = text;
    while (node) {
      const found: RegExpExecArray | null = CLOSED.exec(node.data);
      if (!found) break;
      replaceByChip(node, found.index, found.index + found[0].length, found[1] ?? "");
      node = node.nextSibling?.nextSibling instanceof Text ? node.nextSibling.nextSibling : null;
    }
  }
}

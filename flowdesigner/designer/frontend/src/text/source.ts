import { parseTemplate, type Segment, splitVariables } from "./segments";

export const ZERO_WIDTH = "\u200b";

/** A chip in the editor: one piece that the cursor steps over. */
export function chip(name: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "fd-var";
  element.contentEditable = "false";
  element.dataset.variable = name;
  element.textContent = name;
  return element;
}

function nodesOf(segments: Segment[]): Node[] {
  return segments.flatMap((segment): Node[] => {
    if ("text" in segment) return [document.createTextNode(segment.text)];
    // The cursor needs a place after a chip at the end of a line.
    if ("variable" in segment) return [chip(segment.variable), document.createTextNode(ZERO_WIDTH)];
    const element = document.createElement(segment.tag);
    if (segment.href) element.setAttribute("href", segment.href);
    element.append(...nodesOf(segment.children));
    return [element];
  });
}

/** One line, several of plain text, or paragraphs with formatting. */
export type Mode = "line" | "lines" | "rich";

/**
 * What the editor shows for a template's source. Several lines are JSON or the like, in which braces are doubled no more
 * than their author does.
 */
export function toNodes(source: string, mode: Mode): Node[] {
  return nodesOf(mode === "rich" ? parseTemplate(source) : splitVariables(source, mode === "lines"));
}

function escaped(text: string, mode: Mode): string {
  const words = text.replaceAll(ZERO_WIDTH, "").replaceAll("\u00a0", " ");
  if (mode === "lines") return words;
  const braces = words.replaceAll("{", "{{").replaceAll("}", "}}");
  const isRich = mode === "rich";
  return isRich ? braces.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") : braces;
}

const LINE_BREAKS: Record<Mode, string> = { line: " ", lines: "\n", rich: "<br>" };
const NAMES: Record<string, string> = { STRONG: "b", B: "b", EM: "i", I: "i" };
const BLOCKS: Record<string, string> = { P: "p", DIV: "p", H1: "h1", H2: "h2", LI: "p" };

function inline(node: Node, mode: Mode): string {
  if (node.nodeType === 3) return escaped(node.textContent ?? "", mode);
  if (!(node instanceof HTMLElement)) return "";
  if (node.dataset.variable !== undefined) return `{${node.dataset.variable}}`;
  if (node.tagName === "BR") return LINE_BREAKS[mode];
  const inner = [...node.childNodes].map((child) => inline(child, mode)).join("");
  if (mode !== "rich" || !inner) return inner;
  const href = node.getAttribute("href");
  if (node.tagName === "A" && href) return `<a href="${href.replaceAll('"', "&quot;")}">${inner}</a>`;
  const name = NAMES[node.tagName];
  return name ? `<${name}>${inner}</${name}>` : inner;
}

interface Line {
  tag: string;
  text: string;
}

function lines(root: Node): Line[] {
  const found: Line[] = [];
  let open: Line | null = null;
  for (const child of root.childNodes) {
    const tag = BLOCKS[child.nodeName];
    if (tag) {
      const nested = [...child.childNodes].some((one) => one.nodeName in BLOCKS);
      if (nested) found.push(...lines(child));
      else found.push({ tag, text: inline(child, "rich").replace(/<br>$/, "") });
      open = null;
    } else {
      if (!open) {
        open = { tag: "p", text: "" };
        found.push(open);
      }
      open.text += inline(child, "rich");
    }
  }
  return found;
}

/** The source of several lines of plain text: what stands in a box of its own is a line. */
function plainLines(root: Node): string {
  const pieces = [...root.childNodes].map((child, at) => {
    const text = inline(child, "lines");
    return child.nodeName in BLOCKS ? `${at ? "\n" : ""}${text.replace(/\n$/, "")}` : text;
  });
  return pieces.join("").replace(/\s+$/, "");
}

/** The template's source of what the editor shows. One paragraph needs no markup around it. */
export function toSource(root: Node, mode: Mode): string {
  if (mode === "lines") return plainLines(root);
  if (mode === "line") return inline(root, "line").replace(/[\r\n]+/g, " ");
  const all = lines(root);
  while (all.at(-1)?.text.trim() === "") all.pop();
  const [first] = all;
  if (all.length === 1 && first?.tag === "p") return first.text.replace(/(<br>)+$/, "");
  return all.map(({ tag, text }) => `<${tag}>${text}</${tag}>`).join("");
}

/** A piece of a text as the customer will see it: words, a variable, or formatting around more pieces. */
export type Segment =
  | { text: string }
  | { variable: string }
  | { tag: Tag; href?: string; src?: string; children: Segment[] };

const TAGS = ["b", "strong", "i", "em", "a", "h1", "h2", "p", "br", "img", "ul", "ol", "li"] as const;
export type Tag = (typeof TAGS)[number];

const SAFE_LINK = /^(https?:|mailto:|tel:|\{)/i;
const SAFE_IMAGE = /^(https?:|data:image\/)/i;
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE"]);
const LETTER = "[\\p{L}\\p{N}_.-]";
/** A name, a path into a value, and what to do with it: `a.b[0]|upper`; as `flowdesigner.flow.template` reads it. */
export const NAME = `[\\p{L}_]${LETTER}*(?:\\[\\d+\\]${LETTER}*)*(?:\\s*\\|\\s*\\w+)*`;
/** `{{` and `}}` are braces; any other lone brace is text. */
const PLACE = new RegExp(`\\{\\{|\\}\\}|\\{\\s*(${NAME})\\s*\\}`, "gu");

/** Words and variables of a text without markup; `raw` leaves doubled braces as they stand. */
export function splitVariables(source: string, raw = false): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  let words = "";
  for (const match of source.matchAll(PLACE)) {
    words += source.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[1] === undefined) words += raw ? match[0] : match[0].charAt(0);
    else {
      if (words) segments.push({ text: words });
      segments.push({ variable: match[1] });
      words = "";
    }
  }
  words += source.slice(end);
  if (words) segments.push({ text: words });
  return segments;
}

function segmentsOf(node: Node, leaf: (text: string) => Segment[]): Segment[] {
  return [...node.childNodes].flatMap((child): Segment[] => {
    if (child.nodeType === 3) return leaf(child.textContent ?? "");
    if (child.nodeType !== 1 || DROPPED.has(child.nodeName)) return [];
    const children = segmentsOf(child, leaf);
    const tag = TAGS.find((one) => one === child.nodeName.toLowerCase());
    if (!tag) return children;
    const element = child as Element;
    if (tag === "img") {
      const src = element.getAttribute("src") ?? "";
      return SAFE_IMAGE.test(src) ? [{ tag, src, children: [] }] : [];
    }
    const href = element.getAttribute("href") ?? "";
    return [tag === "a" && SAFE_LINK.test(href) ? { tag, href, children } : { tag, children }];
  });
}

function body(html: string): Node {
  return new DOMParser().parseFromString(html, "text/html").body;
}

/** The pieces of a template with the author's markup. */
export function parseTemplate(source: string): Segment[] {
  return segmentsOf(body(source.replace(/\r?\n/g, "<br>")), splitVariables);
}

/** The pieces of a text that is rendered already: braces in it are text. */
export function parseRendered(html: string): Segment[] {
  return segmentsOf(body(html), (text) => (text ? [{ text }] : []));
}

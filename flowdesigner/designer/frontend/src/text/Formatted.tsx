import { Fragment, memo, type ReactNode } from "react";
import { parseRendered, parseTemplate, type Segment } from "./segments";
import { VariableChip } from "./VariableChip";

function renderTag(segment: Extract<Segment, { tag: string }>, links: boolean): ReactNode {
  const children = renderSegments(segment.children, links);
  switch (segment.tag) {
    case "br":
      return <br />;
    case "img":
      return <img src={segment.src} alt="" />;
    case "a":
      return links && segment.href ? (
        <a href={segment.href} target="_blank" rel="noreferrer">
          {children}
        </a>
      ) : (
        <span className="fd-link">{children}</span>
      );
    case "h1":
    case "h2":
      return <b className={`fd-${segment.tag}`}>{children}</b>;
    case "p":
      return <span className="fd-paragraph">{children}</span>;
    case "ul":
    case "ol":
    case "li": {
      const Tag = segment.tag;
      return <Tag>{children}</Tag>;
    }
    default: {
      const Tag = segment.tag;
      return <Tag>{children}</Tag>;
    }
  }
}

function renderSegments(segments: Segment[], links: boolean): ReactNode[] {
  return segments.map((segment, index) => {
    const key = `${index}`;
    if ("text" in segment) return <Fragment key={key}>{segment.text}</Fragment>;
    if ("variable" in segment) return <VariableChip key={key} name={segment.variable} />;
    return <Fragment key={key}>{renderTag(segment, links)}</Fragment>;
  });
}

/** A template as the customer will see it, its variables as chips. */
export const Formatted = memo(function Formatted({ source }: { source: string }) {
  return renderSegments(parseTemplate(source), false);
});

/** A message that was sent, with its formatting. */
export const Rendered = memo(function Rendered({ html }: { html: string }) {
  return renderSegments(parseRendered(html), true);
});

"""One conversation as markup: what was said, what the bot knows, what happened when, and the calls that it made."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from flowdesigner.designer.conversations import BlockNames
from flowdesigner.designer.pages.controls import pill, table
from flowdesigner.designer.pages.sheet import press
from flowdesigner.designer.times import moment, took
from flowdesigner.runtime.views import CallLine, Happened, Known, Said, Step, View

SPEAKERS = {"customer": "Customer", "bot": "Bot", "teammate": "Teammate"}
ON_ITS_WAY = {"queued": "not sent yet", "intended": "being sent", "failed": "not sent"}
BlockLink = Callable[[str, str], str]
"""Makes the button of a block, of a flow's id and the block's."""


def block_links(names: BlockNames, revision: int | None) -> BlockLink:
    """Buttons that lead to blocks of the version that a conversation follows."""

    def link(flow: str, block: str) -> str:
        if not block:
            return ""
        title = names.title(revision, flow, block)
        return press(title, "block", f"{flow} {block}", look="fd-plain", name=f"Show the block {title}")

    return link


def transcript(view: View, at: datetime, link: BlockLink) -> str:
    """What was said, as the customer saw it."""
    gone = view.forgotten_before
    before = f'<p class="fd-print">What was before {moment(gone, at)} is not kept any more.</p>' if gone else ""
    if not view.lines:
        return before or '<p class="fd-print">Nothing was said yet.</p>'
    return f'{before}<div class="fd-chat">{"".join(spoken(line, at, link) for line in view.lines)}</div>'


def spoken(line: Said, at: datetime, link: BlockLink) -> str:
    """One line, with when it was said and by which block."""
    when = f'<time datetime="{line.at.isoformat()}">{moment(line.said_at or line.at, at)}</time>'
    where = link(line.flow, line.block)
    state = ON_ITS_WAY.get(line.state, "")
    wrong = pill(f"{state}: {line.error}" if line.error else state, "bad" if line.state == "failed" else "warn")
    facts = " ".join(part for part in (when, where, wrong if state else "") if part)
    if line.who == "note":
        return f'<div class="fd-happened">{line.text} {facts}</div>'
    speaker = f'<span class="fd-unseen">{SPEAKERS[line.who]}: </span>'
    masked = ' <span class="fd-print">(sensitive, not shown)</span>' if line.is_masked else ""
    said = f'<div class="fd-bubble">{speaker}{line.text}{masked}{besides(line)}</div>'
    return f'<div class="fd-said" data-who="{line.who}">{said}{options(line)}<p class="fd-print">{facts}</p></div>'


def besides(line: Said) -> str:
    """Images and files, by name: their content is fetched by nobody who only looks."""
    names = [*(f"Image: {image}" for image in line.images), *(f"File: {name}" for name in line.files)]
    return "".join(f'<p class="fd-print">{escape(name)}</p>' for name in names)


def options(line: Said) -> str:
    """The buttons that the customer saw."""
    shown = "".join(f'<span class="fd-offer">{escape(label)}</span>' for label in line.options)
    return f'<div class="fd-options">{shown}</div>' if shown else ""


def variables(known: Sequence[Known]) -> str:
    """What the bot knows."""
    if not known:
        return '<p class="fd-print">Nothing was kept in variables.</p>'
    rows = [(f"<code>{escape(one.name)}</code>", value(one)) for one in known]
    return f'<div class="fd-tight fd-values">{table(("Variable", "Value"), rows)}</div>'


def value(known: Known) -> str:
    """A variable's value; sensitive ones are masked already."""
    if known.is_sensitive:
        return f'{escape(str(known.value))} <span class="fd-print">sensitive</span>'
    return escape(known.value if isinstance(known.value, str) else json.dumps(known.value, ensure_ascii=False))


def calls(open_calls: Sequence[CallLine], link: BlockLink) -> str:
    """The calls that are not made yet."""
    if not open_calls:
        return ""
    rows = [
        (
            escape(one.words),
            link(one.flow, one.block) or "-",
            pill(ON_ITS_WAY[one.state], "warn"),
            escape(one.error) or "-",
        )
        for one in open_calls
    ]
    body = table(("Call", "Block", "State", "Last error"), rows)
    return f'<div class="fd-box fd-scroll"><h2>Calls under way</h2>{body}</div>'


def events(happened: Sequence[Happened], at: datetime, link: BlockLink) -> str:
    """What happened when, the newest first, with the way that it took through the flow."""
    if not happened:
        return '<p class="fd-print">Nothing is kept of what happened.</p>'
    rows = [
        (
            f'<time datetime="{one.received_at.isoformat()}">{moment(one.received_at, at)}:{one.received_at:%S}</time>',
            f"{escape(one.words)}{wrong(one)}",
            way(one.path, link),
            took(one.waited),
            "-" if one.took is None else took(one.took),
        )
        for one in reversed(happened)
    ]
    heads = ("Received", "What happened", "Way", "Waited", "Answered in")
    return table(heads, rows, numbers=frozenset({3, 4}))


def wrong(one: Happened) -> str:
    """What failed in an event."""
    return f'<p class="fd-wrong">{escape(one.error)}</p>' if one.error else ""


def way(path: Sequence[Step], link: BlockLink) -> str:
    """The blocks that an event passed."""
    return ' <span aria-hidden="true">›</span> '.join(link(step.flow, step.block) for step in path) or "-"

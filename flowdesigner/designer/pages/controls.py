"""What the pages are made of: labelled fields, boxes, pills and tables in the designer's look.

Text that comes from elsewhere (names of customers, of teams, errors) goes through `escape` before it is HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import zip_longest

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.designer.conversations import Tone


def box(*children: widgets.Widget, classes: str = "fd-box") -> widgets.VBox:
    """Children below each other."""
    return styled(widgets.VBox(list(children)), classes)


def row(*children: widgets.Widget, classes: str = "fd-line") -> widgets.HBox:
    """Children beside each other."""
    return styled(widgets.HBox(list(children)), classes)


def styled(widget: widgets.Widget, classes: str) -> widgets.Widget:
    """The widget with these CSS classes."""
    for name in classes.split():
        widget.add_class(name)
    return widget


def html(markup: str = "", classes: str = "") -> widgets.HTML:
    """Markup of our own."""
    return styled(widgets.HTML(markup), classes)


def field(control: widgets.Widget, hint: str = "") -> widgets.VBox:
    """A control with its label (its `description`) above it and a hint below."""
    control.style.description_width = "auto"
    return box(control, *([html(hint_markup(hint))] if hint else []), classes="fd-entry")


def button(label: str, clicked: Callable[[], None], *, look: str = "", hint: str = "") -> widgets.Button:
    """A button; `look` is primary, ghost or danger."""
    made = widgets.Button(description=label, tooltip=hint or None)
    if look:
        styled(made, f"fd-{look}")
    made.on_click(lambda _: clicked())
    return made


def drop(widget: widgets.Widget) -> None:
    """Close the widget with all that is in it."""
    for child in getattr(widget, "children", ()):
        drop(child)
    widget.close()


def hint_markup(text: str) -> str:
    """Small print below a control."""
    return f'<p class="fd-print">{text}</p>'


def heading(title: str, lead: str = "") -> str:
    """The page's title and what it is for."""
    return f"<h1>{escape(title)}</h1>" + (f'<p class="fd-about">{escape(lead)}</p>' if lead else "")


def pill(text: str, tone: Tone = "", *, dot: bool = False) -> str:
    """A state: colour with its word."""
    return f'<span class="fd-pill" data-tone="{tone}">{"<i></i>" if dot else ""}{escape(text)}</span>'


def note(text: str, tone: Tone = "") -> str:
    """A sentence that stands out; errors are announced to screen readers."""
    role = "alert" if tone == "bad" else "status"
    return f'<div class="fd-say {tone}" role="{role}">{escape(text)}</div>'


def tile(figure: str, label: str) -> str:
    """One figure."""
    return f'<div class="fd-tile"><b>{escape(figure)}</b><span>{escape(label)}</span></div>'


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: frozenset[int] = frozenset(),
    marks: Sequence[str] = (),
) -> str:
    """A table of cells that are HTML already; columns in `numbers` stand at the right. `marks` are attributes of the
    rows, one for each, where they have any."""

    def cells(tag: str, values: Sequence[str]) -> str:
        kind = dict.fromkeys(numbers, ' class="fd-figure"')
        return "".join(f"<{tag}{kind.get(place, '')}>{value}</{tag}>" for place, value in enumerate(values))

    body = "".join(
        f"<tr{mark and f' {mark}'}>{cells('td', row)}</tr>" for row, mark in zip_longest(rows, marks, fillvalue="")
    )
    return f"<table><thead><tr>{cells('th', heads)}</tr></thead><tbody>{body}</tbody></table>"


def bones(lines: int = 3) -> str:
    """What stands in for content that is on its way; shows after 200 ms."""
    bars = "".join(f'<span class="fd-bone" style="width:{90 - 18 * (line % 3)}%"></span>' for line in range(lines))
    return f'<div role="status" aria-label="Loading">{bars}</div>'

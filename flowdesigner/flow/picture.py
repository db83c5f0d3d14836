"""A flow as a picture, as the canvas draws it: cards with their texts and ports, and the lines between them."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from flowdesigner.flow.arrangement import arranged
from flowdesigner.flow.block import Block, BlockId
from flowdesigner.flow.catalog import PLAIN_ICON, icon_of
from flowdesigner.flow.document import Flow, Place
from flowdesigner.flow.template import plain

Theme = Literal["light", "dark"]
Point = tuple[float, float]
WIDTH = 232.0
HEAD = 46.0
ROW = 31.0
LINE = 18.0
MARGIN = 40.0
LETTERS = 31
"""Letters in a line of a card."""
MOST_LINES = 4
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
COLOURS: dict[Theme, dict[str, str]] = {
    "light": {
        "ground": "#f6f7f9", "card": "#ffffff", "line": "#cfd4dc", "rule": "#e3e6eb", "ink": "#1b2430",
        "text": "#4a5565", "hint": "#616d7e", "wire": "#8a94a3", "chip": "#ffffff",
        "talk": "#2563c9", "decide": "#9a5b00", "remember": "#4a5568",
        "act": "#7a3fc2", "reach": "#0b7468", "structure": "#5a6472",
    },
    "dark": {
        "ground": "#12161c", "card": "#222a34", "line": "#3d4856", "rule": "#2c3541", "ink": "#e9edf3",
        "text": "#b3bdca", "hint": "#98a4b4", "wire": "#76818f", "chip": "#12161c",
        "talk": "#79aef7", "decide": "#e2a94f", "remember": "#a9b4c4",
        "act": "#bf98f2", "reach": "#58c7b8", "structure": "#a3aebc",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """A block where it stands; `ports` has the height of each port's dot."""

    block: Block
    lines: tuple[str, ...]
    at: Place

    @property
    def height(self) -> float:
        """In pixels."""
        text = len(self.lines) * LINE + 10 if self.lines else 0
        return HEAD + text + len(self.block.ports()) * ROW

    @property
    def inlet(self) -> Point:
        """Where lines come in."""
        return self.at[0], self.at[1] + HEAD / 2

    def outlet(self, port: str) -> Point:
        """Where the line of a port goes out."""
        ports = [one.id for one in self.block.ports()]
        row = ports.index(port) if port in ports else 0
        return self.at[0] + WIDTH, self.at[1] + self.height - (len(ports) - row - 0.5) * ROW


def svg(flow: Flow, theme: Theme = "light") -> str:
    """The flow as an SVG document. Blocks without a place are put below the others, in order."""
    colours = COLOURS[theme]
    cards = _cards(flow)
    left = min((card.at[0] for card in cards.values()), default=0) - MARGIN
    top = min((card.at[1] for card in cards.values()), default=0) - MARGIN
    right = max((card.at[0] + WIDTH for card in cards.values()), default=0) + MARGIN
    bottom = max((card.at[1] + card.height for card in cards.values()), default=0) + MARGIN
    size = {"width": f"{right - left:g}", "height": f"{bottom - top:g}"}
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size})
    root.set("viewBox", f"{left:g} {top:g} {right - left:g} {bottom - top:g}")
    root.set("font-family", FONT)
    root.set("role", "img")
    SubElement(root, "title").text = flow.name
    SubElement(root, "rect", {"x": f"{left:g}", "y": f"{top:g}", **size, "fill": colours["ground"]})
    for edge in flow.edges:
        path = _line(cards[edge.source], cards[edge.target], edge.port)
        SubElement(root, "path", {"d": path, "fill": "none", "stroke": colours["wire"], "stroke-width": "1.6"})
    joined = {(edge.source, edge.port) for edge in flow.edges}
    for card in cards.values():
        _draw(root, card, colours, joined)
    return tostring(root, encoding="unicode")


def _cards(flow: Flow) -> dict[BlockId, Card]:
    loose = {block.id: Card(block, _lines(block), (0.0, 0.0)) for block in flow.blocks}
    places = arranged(flow, {id: card.height for id, card in loose.items()})
    return {id: Card(card.block, card.lines, places[id]) for id, card in loose.items()}


def _lines(block: Block) -> tuple[str, ...]:
    summary = re.sub(r"\s+", " ", plain(block.summary())).strip()
    return tuple(textwrap.wrap(summary, LETTERS, max_lines=MOST_LINES, placeholder=" …"))


def _draw(root: Element, card: Card, colours: dict[str, str], joined: set[tuple[BlockId, str]]) -> None:
    x, y = card.at
    group = SubElement(root, "g", {"transform": f"translate({x:g} {y:g})"})
    frame = {"width": f"{WIDTH:g}", "height": f"{card.height:g}", "rx": "10", "fill": colours["card"]}
    SubElement(group, "rect", {**frame, "stroke": colours["line"]})
    chip = {"x": "10", "y": "12", "width": "22", "height": "22", "rx": "6", "fill": colours[card.block.group]}
    SubElement(group, "rect", chip)
    group.append(_icon(card.block, colours["chip"]))
    label = card.block.label if card.block.label != card.block.title else ""
    _text(group, 41, 22 if label else 28, _short(card.block.title, 25), colours["ink"], size=13, weight="600")
    _text(group, 41, 36, label, colours["hint"], size=11)
    for number, line in enumerate(card.lines):
        _text(group, 10, HEAD + 13 + number * LINE, line, colours["text"], size=12.5)
    for port in card.block.ports():
        middle = card.outlet(port.id)[1] - y
        rule = {"x1": "0", "x2": f"{WIDTH:g}", "y1": f"{middle - ROW / 2:g}", "y2": f"{middle - ROW / 2:g}"}
        SubElement(group, "line", {**rule, "stroke": colours["rule"]})
        _text(group, 10, middle + 4, _short(port.label, LETTERS), colours["ink"], size=12.5)
        is_joined = (card.block.id, port.id) in joined
        dot = {"cx": f"{WIDTH:g}", "cy": f"{middle:g}", "r": "4.5", "stroke": colours["wire"], "stroke-width": "1.6"}
        SubElement(group, "circle", {**dot, "fill": colours["wire"] if is_joined else colours["card"]})


def _text(group: Element, x: float, y: float, text: str, fill: str, *, size: float, weight: str = "400") -> None:
    if text:
        about = {"x": f"{x:g}", "y": f"{y:g}", "fill": fill, "font-size": f"{size:g}", "font-weight": weight}
        SubElement(group, "text", about).text = text


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _icon(block: Block, colour: str) -> Element:
    try:
        icon = fromstring(icon_of(type(block)))  # noqa: S314 (a file of the installed kind, not of a bot)
    except SyntaxError:
        icon = fromstring(PLAIN_ICON)  # noqa: S314
    for element in icon.iter():
        element.tag = element.tag.rpartition("}")[2]
    icon.attrib |= {"x": "13.5", "y": "15.5", "width": "15", "height": "15", "stroke": colour, "color": colour}
    return icon


def _line(source: Card, target: Card, port: str) -> str:
    (x1, y1), (x2, y2) = source.outlet(port), target.inlet
    if x2 > x1 + 20:
        bend = max(36.0, (x2 - x1) / 2)
        return f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
    middle = max(source.at[1] + source.height, target.at[1] + target.height) + 20
    return f"M{x1:g} {y1:g}h24V{middle:g}H{x2 - 24:g}V{y2:g}H{x2:g}"


def png(flow: Flow, theme: Theme = "light", *, scale: float = 2.0) -> bytes:
    """The flow as a PNG picture, `scale` pixels for one of the canvas."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=svg(flow, theme), zoom=scale))

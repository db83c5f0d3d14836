"""Pictures of a flow: whole, well-formed, safe, with or without places."""

from __future__ import annotations

from itertools import combinations
from xml.etree.ElementTree import Element, fromstring

import pytest

from flowdesigner import Flow
from flowdesigner.blocks import CloseConversation, OfferChoices, SendMessage, Start
from flowdesigner.flow.arrangement import arranged
from flowdesigner.flow.block import BlockId

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def flow() -> Flow:
    flow = Flow("Desk")
    start = flow.add(Start())
    menu = flow.add(OfferChoices(name="Well?", text="Hi <b>{firstname}</b> & co", choices=["<script>", "Again"]))
    done = flow.add(CloseConversation(name="Done"))
    flow.connect(start, menu)
    flow.connect(menu, done, port="script")
    flow.connect(menu, menu, port="again")
    return flow


def texts(picture: Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


def test_cards_have_title_kind_text_and_ports(flow: Flow) -> None:
    shown = texts(fromstring(flow.to_svg()))
    for text in (
        "Start",
        "Customer writes",
        "Well?",
        "Offer choices",
        "Hi {firstname} & co",
        "<script>",
        "Again",
        "Done",
    ):
        assert text in shown


def test_each_edge_is_a_line_and_a_joined_port_is_filled(flow: Flow) -> None:
    picture = fromstring(flow.to_svg())
    lines = picture.findall(f"{SVG}path")
    assert len(lines) == len(flow.edges) == 3
    dots = [
        circle.get("fill") == circle.get("stroke")
        for circle in picture.iter(f"{SVG}circle")
        if circle.get("cx") == "232"
    ]
    assert dots.count(True) == 3
    assert dots.count(False) == 1


def test_the_themes_differ_in_colours_only(flow: Flow) -> None:
    light, dark = fromstring(flow.to_svg()), fromstring(flow.to_svg("dark"))
    assert texts(light) == texts(dark)
    assert light.find(f"{SVG}rect").get("fill") != dark.find(f"{SVG}rect").get("fill")  # type: ignore[union-attr]


def test_blocks_without_a_place_stand_apart_in_the_order_of_the_talk(flow: Flow) -> None:
    heights: dict[BlockId, float] = {block.id: 100.0 for block in flow.blocks}
    places = arranged(flow, heights)
    columns = {id: x for id, (x, _) in places.items()}
    assert columns[BlockId("start")] < columns[BlockId("well")] < columns[BlockId("done")]
    flow.layout[BlockId("start")] = (500.0, 40.0)
    places = arranged(flow, heights)
    assert places[BlockId("start")] == (500.0, 40.0)
    for (a, b), (c, d) in combinations(places.values(), 2):
        assert abs(a - c) >= 232 or abs(b - d) >= 100, "two cards overlap"


def test_an_empty_flow_and_one_of_loops_are_drawn_too() -> None:
    assert fromstring(Flow("Empty").to_svg()).tag == f"{SVG}svg"
    loop = Flow("Loop")
    first, second = loop.add(SendMessage(text="a")), loop.add(SendMessage(text="b"))
    loop.connect(first, second)
    loop.connect(second, first)
    assert len(fromstring(loop.to_svg()).findall(f"{SVG}path")) == 2


def test_a_png_is_as_large_as_asked(flow: Flow) -> None:
    small, large = flow.to_png(scale=1), flow.to_png(scale=2)
    assert small.startswith(b"\x89PNG")
    width = [int.from_bytes(picture[16:20]) for picture in (small, large)]
    assert width[1] == pytest.approx(2 * width[0], abs=2)

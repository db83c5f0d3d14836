"""Several blocks at once: selecting, copying within and across flows, lining up, arranging."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from flowdesigner.flow.document import Flow
from tests.browser.designer import DesignerPage
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.processes]
PAIR = ["Email address", "Where invoices are"]


def choose_pair(example: DesignerPage) -> None:
    example.card(PAIR[0]).click()
    example.press("Escape")
    example.card(PAIR[1]).click(modifiers=["Shift"])
    assert example.chosen() == PAIR


def test_selecting_by_click_by_band_and_all(example: DesignerPage) -> None:
    choose_pair(example)
    left, top = example.card("Start").bounding_box(), example.card("What is it about?").bounding_box()
    assert left
    assert top
    example.page.mouse.move(left["x"] - 10, left["y"] - 14)
    example.page.mouse.down()
    example.page.mouse.move(top["x"] + 20, top["y"] + 60, steps=6)
    example.page.mouse.up()
    assert example.chosen() == ["Start", "What is it about?"]
    example.press("Control+a")
    assert len(example.chosen()) == 8


def test_blocks_are_copied_with_the_lines_between_them(example: DesignerPage, folder: Path) -> None:
    file = folder / "bot/main.flow.json"
    example.card("What is it about?").click()
    example.press("Escape")
    example.card("Where invoices are").click(modifiers=["Shift"])
    example.press("Control+d")
    until(lambda: len(Flow.load(file)) == 10)
    flow = Flow.load(file)
    copies = {block.title: block for block in flow if block.id not in {"topic", "invoices"}}
    after = flow.after(copies["What is it about?"], "billing")
    assert after
    assert after.id == copies["Where invoices are"].id
    assert flow.after(copies["Where invoices are"]) is None, "a line to a block that was not copied"
    example.press("Control+x")
    until(lambda: len(Flow.load(file)) == 8)
    example.press("Control+v")
    until(lambda: len(Flow.load(file)) == 10)
    example.undo(3)
    until(lambda: len(Flow.load(file)) == 8)


@pytest.mark.parametrize("refused", [False, True])
def test_blocks_go_into_another_flow_even_without_the_systems_clipboard(
    example: DesignerPage, folder: Path, refused: bool
) -> None:
    if refused:
        example.page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('refused')))")
    choose_pair(example)
    if refused:
        example.page.get_by_role("toolbar", name="Selected blocks").get_by_role("button", name="Copy").click()
    else:
        example.press("Control+c")
    expect(example.page.get_by_role("status", name="Messages")).to_contain_text("2 blocks copied")
    example.page.get_by_role("navigation", name="Bot and flow").get_by_role("button", name="Main flow").click()
    example.page.get_by_role("menuitemradio", checked=False).click()
    expect(example.card("To a colleague")).to_be_visible()
    example.page.mouse.click(700, 700)
    example.press("Control+v")
    expect(example.card("Where invoices are")).to_be_visible()
    until(lambda: len(Flow.load(folder / "bot/error.flow.json")) == 5)


def test_blocks_are_lined_up_and_arranged(example: DesignerPage, folder: Path) -> None:
    file = folder / "bot/main.flow.json"
    places = Flow.load(file).layout
    choose_pair(example)
    bar = example.page.get_by_role("toolbar", name="Selected blocks")

    def layout() -> dict[str, tuple[float, float]]:
        return {str(block): place for block, place in Flow.load(file).layout.items()}

    bar.get_by_role("button", name="Align top").click()
    until(lambda: layout()["email"][1] == layout()["invoices"][1] == 80)
    example.undo()
    until(lambda: layout() == places)
    example.card("Did this help?").click(modifiers=["Shift"])
    bar.get_by_role("button", name="Align centres").click()
    until(lambda: layout()["email"][0] == layout()["survey"][0] == (952 + 1268) // 2)
    bar.get_by_role("button", name="Equal gaps down").click()
    bar.get_by_role("button", name="Arrange these blocks").click()
    until(lambda: layout()["survey"][0] > layout()["invoices"][0] + 232)
    untouched = {"start", "topic", "solved", "technicians", "quiet"}
    assert {id: layout()[id] for id in untouched} == {id: places[id] for id in untouched}  # type: ignore[index]

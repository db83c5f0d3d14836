"""What failed for good, on the Running page: its reason, retrying and dismissing it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from flowdesigner.designer.background import Background
from flowdesigner.designer.conversations import BlockNames
from flowdesigner.designer.pages.dead_letters import DeadLetters
from flowdesigner.designer.times import now
from flowdesigner.runtime.records import Records
from tests.designer.customers import answered, desk, write
from tests.runtime.world import World, until

REFUSED = {"type": "error.list", "errors": [{"code": "invalid", "message": "No <b>seat"}]}


class Box:
    """The list of two failed calls, in a world that works again."""

    def __init__(self, letters: DeadLetters, background: Background, world: World, opened: list[int]) -> None:
        self.letters, self.world, self.opened = letters, world, opened
        self._background = background

    async def press(self, what: str, which: object) -> None:
        """A button of the list."""
        self.letters.rows._receive(None, {"press": what, "value": str(which)}, None)
        await self._background.idle()

    async def again(self) -> None:
        """What it is a moment later."""
        self.letters.reading.now()
        await self._background.idle()


@pytest.fixture
async def failed(tmp_path: Path) -> AsyncIterator[Box]:
    bot, world = desk(tmp_path / "bot"), World()
    world.fault = lambda request: httpx.Response(422, json=REFUSED) if request.method == "POST" else None
    with bot.store() as store:
        async with answered(store, world) as engine:
            await write(engine, store, world.notification("user.created", "1"), world.notification("user.created", "2"))
            world.fault = None
            background, opened = Background(), list[int]()
            names = BlockNames(store, lambda: bot.flows)
            box = Box(
                DeadLetters(Records(store), names, background, now=now, opened=opened.append), background, world, opened
            )
            await box.again()
            yield box


async def test_the_reason_is_said_in_words_and_the_customer_leads_to_the_conversation(failed: Box) -> None:
    shown = failed.letters.rows.markup
    assert shown.count("Mia Novak</button>") == len(failed.letters._letters) >= 2
    assert "No &lt;b&gt;seat" in shown
    assert failed.letters.for_all.layout.display is None
    await failed.press("open", failed.letters._letters[0].row)
    assert failed.opened == [failed.letters._letters[0].row]


async def test_one_is_dismissed_and_the_others_stay(failed: Box) -> None:
    letters = failed.letters._letters
    await failed.press("dismiss", letters[0].number)
    assert 'class="fd-say ok"' in failed.letters.said.value
    assert [one.number for one in failed.letters._letters] == [one.number for one in letters[1:]]


async def test_all_are_dismissed_after_a_second_yes(failed: Box) -> None:
    number = len(failed.letters._letters)
    failed.letters.dismiss_all.ask.click()
    assert len(failed.letters._letters) == number
    failed.letters.dismiss_all.yes.click()
    await failed.again()
    assert "Nothing needs a look" in failed.letters.rows.markup
    assert f"{number} are dismissed." in failed.letters.said.value


async def test_all_that_can_be_are_retried(failed: Box) -> None:
    failed.letters.retry_all.click()
    await failed.again()
    assert "tried again" in failed.letters.said.value or "has gone on" in failed.letters.said.value


async def test_one_that_needs_a_second_yes_is_asked_about(failed: Box) -> None:
    number = failed.letters._letters[0].number
    await failed.press("retry", number)
    if "Retry all the same" in failed.letters.rows.markup:
        await failed.press("anyway", number)
    await until(lambda: number not in {one.number for one in failed.letters.records.letters()})
    await failed.again()
    assert number not in {one.number for one in failed.letters._letters}

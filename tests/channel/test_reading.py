from __future__ import annotations

from typing import Any

import pytest

from flowdesigner.channel.ownership import NeedsReading, part_key
from flowdesigner.channel.reading import Reading, given_back, unanswered
from tests.channel.intercom import (
    BOT,
    BOT_TEAM,
    FIN,
    MIA,
    PEOPLE,
    SETTINGS,
    TEAMMATE,
    TOM,
    assignment,
    item,
    moment,
    notification,
    part,
    read,
)

NEEDS = NeedsReading(at=moment(50), by="Tom Weiss")


def question(*parts: dict[str, Any]) -> str | None:
    message = unanswered(read(item(*parts, first="<p>Hello</p>")), SETTINGS)
    return None if message is None else message.text


def reading(*parts: dict[str, Any], team: str | None = BOT_TEAM, **more: Any) -> Reading:
    return given_back(read(item(*parts, team=team, **more)), SETTINGS, NEEDS)


def test_the_first_message_is_unanswered_until_somebody_speaks() -> None:
    assert question() == "Hello"
    assert question(part(TEAMMATE, "Hi Mia")) is None
    assert question(part(BOT, "Hi Mia")) is None


def test_what_came_after_the_last_answer_is_one_message() -> None:
    assert (
        question(part(TEAMMATE, "Yes?", at=1), part(MIA, "<p>My card</p>", at=2), part(MIA, "is gone", at=3))
        == "My card\nis gone"
    )


def test_notes_bots_and_wordless_parts_answer_nothing() -> None:
    parts = [
        part(TEAMMATE, "Have a look", kind="note"),
        part(FIN, "Please pick a topic:"),
        assignment(TEAMMATE, BOT_TEAM),
        part(TEAMMATE, None, kind="snoozed"),
    ]
    assert question(*parts) == "Hello"


def test_words_on_an_assignment_are_an_answer() -> None:
    assert question(assignment(TEAMMATE, BOT_TEAM, body="The bot will help you")) is None


def test_parts_are_read_by_time() -> None:
    assert question(part(MIA, "later", at=9), part(TEAMMATE, "Yes?", at=5)) == "later"


def test_the_joined_message_is_the_last_one_with_all_attachments() -> None:
    photo = [{"type": "upload", "name": "a", "url": "https://cdn.test/a.png"}]
    first = part(MIA, "See", at=2, attachments=photo)
    last = part(MIA, "Billing", at=3, metadata={"quick_reply_uuid": "u-1"})
    message = unanswered(read(item(part(BOT, "Yes?", at=1), first, last)), SETTINGS)
    assert message is not None
    assert (message.id, message.at, message.option) == (last["id"], moment(3), "u-1")
    assert message.attachments == ("https://cdn.test/a.png",)


def test_a_conversation_that_a_teammate_began_has_no_question() -> None:
    begun = item()
    begun["source"]["author"] = TEAMMATE
    assert unanswered(read(begun), SETTINGS) is None


def test_given_back_brings_the_unanswered_message_and_who_gave_it() -> None:
    event = reading(assignment(TEAMMATE, BOT_TEAM)).event
    assert event is not None
    assert event.message is not None
    assert (event.at, event.by, event.message.text) == (moment(50), "Tom Weiss", "Hello")
    assert event.facts["firstname"] == "Mia"


def test_given_back_with_nothing_unanswered_brings_no_message() -> None:
    event = reading(part(TEAMMATE, "All done", at=1), assignment(TEAMMATE, BOT_TEAM, at=2)).event
    assert event is not None
    assert event.message is None


def test_what_the_reading_showed_is_known_by_the_names_of_its_notifications() -> None:
    reply = part(MIA, "Still there?")
    known = reading(reply, part(TEAMMATE, "Yes", at=1)).known_parts
    told = [notification("user.created", item()), notification("user.replied", item(reply))]
    assert sorted(known) == sorted(part_key(each) for each in told)


@pytest.mark.parametrize(
    ("parts", "more"),
    [
        ((), {"team": PEOPLE}),
        ((), {"team": None}),
        ((), {"team": BOT_TEAM, "state": "closed"}),
        ((assignment(FIN, BOT_TEAM, at=1), part(TEAMMATE, "I have it", at=2)), {"team": BOT_TEAM}),
    ],
)
def test_somebody_else_may_have_it_by_now(parts: tuple[dict[str, Any], ...], more: dict[str, Any]) -> None:
    assert reading(*parts, **more) == Reading(None)


def test_a_bot_team_is_enough_whatever_teammate_is_noted_beside_it() -> None:
    assert reading(assignment(TEAMMATE, BOT_TEAM), admin=int(TOM)).event is not None

"""Which notifications the bot acts on: traps 1 to 5 and 9 of Intercom's facts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from flowdesigner.channel.ownership import NeedsReading, hear, part_key
from flowdesigner.channel.settings import Channel
from flowdesigner.flow.event import Closed, CustomerMessage, Deleted, Event, Rated, TakenOver
from tests.channel.intercom import (
    AGENT,
    BOT,
    BOT_TEAM,
    CHANNEL,
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
)

UNASSIGNED_TOO = Channel(settings=SETTINGS.model_copy(update={"takes_unassigned": True}))


def heard(
    topic: str,
    conversation: dict[str, Any],
    status: str = "waiting",
    *,
    taken_over: bool = False,
    channel: Channel = CHANNEL,
    heard_at: datetime | None = None,
) -> Event | NeedsReading | None:
    return hear(notification(topic, conversation), channel, status, taken_over, heard_at=heard_at)


def kind(event: Event | NeedsReading | None) -> str:
    return type(event).__name__ if event is not None else "nothing"


# Customers' messages


def test_a_new_conversation_of_a_bot_team_begins_with_what_the_customer_wrote() -> None:
    event = heard("user.created", item(team=int(BOT_TEAM), first="<p>Hi <b>there</b></p>"), "new")
    assert event == CustomerMessage(
        at=moment(0),
        text="Hi there",
        id="message:first of c1",
        facts={
            "firstname": "Mia",
            "lastname": "Novak",
            "intercom_user_email": "mia@example.com",
            "intercom_user_type": "user",
            "intercom.conversationId": "c1",
            "intercom.contactId": "u1",
            "intercom.sourceType": "conversation",
            "internal.channel": "Messenger",
        },
    )


def test_a_reply_is_the_part_and_a_pressed_button_its_uuid() -> None:
    reply = part(MIA, "<p>Billing</p>", at=7, metadata={"quick_reply_uuid": "u-1"})
    event = heard("user.replied", item(reply, team=BOT_TEAM))
    assert isinstance(event, CustomerMessage)
    assert (event.text, event.option, event.id, event.at) == ("Billing", "u-1", reply["id"], moment(7))


def test_a_pressed_button_may_be_named_by_either_field() -> None:
    reply = part(MIA, "Billing", metadata={"quick_reply_option_uuid": "u-1", "quick_reply_uuid": "u-0"})
    event = heard("user.replied", item(reply, team=BOT_TEAM))
    assert isinstance(event, CustomerMessage)
    assert event.option == "u-1"


def test_attachments_come_as_addresses() -> None:
    reply = part(MIA, None, attachments=[{"type": "upload", "name": "a.pdf", "url": "https://cdn.test/a.pdf"}])
    event = heard("user.replied", item(reply, team=BOT_TEAM))
    assert isinstance(event, CustomerMessage)
    assert (event.text, event.attachments) == ("", ("https://cdn.test/a.pdf",))


@pytest.mark.parametrize("type_", ["user", "lead", "contact", "visitor"])
def test_customers_are_named_by_how_much_is_known_of_them(type_: str) -> None:
    nobody = {"type": type_, "id": "u1", "name": None, "email": None}
    conversation = item(part(nobody, "Hi"), team=BOT_TEAM)
    conversation["source"]["author"] = nobody
    event = heard("user.replied", conversation)
    assert isinstance(event, CustomerMessage)
    assert event.facts["intercom_user_type"] == type_
    assert "firstname" not in event.facts


def test_what_a_bot_takes_in_has_bounds() -> None:
    files = [{"type": "upload", "name": "a", "url": f"https://cdn.test/{number}"} for number in range(99)]
    event = heard("user.replied", item(part(MIA, "a" * 99_999, attachments=files), team=BOT_TEAM))
    assert isinstance(event, CustomerMessage)
    assert (len(event.text), len(event.attachments)) == (20_000, 50)


def test_a_reply_to_a_closed_conversation_is_a_part_of_another_type() -> None:
    event = heard("user.replied", item(part(MIA, "One more thing", kind="open"), team=BOT_TEAM), "ended")
    assert isinstance(event, CustomerMessage)
    assert event.text == "One more thing"


def test_a_part_in_which_the_customer_says_nothing_is_nothing() -> None:
    assert heard("user.replied", item(part(MIA, None, kind="open"), team=BOT_TEAM)) is None


@pytest.mark.parametrize(
    ("team", "admin", "expected"),
    [
        (BOT_TEAM, None, "CustomerMessage"),
        (int(BOT_TEAM), 0, "CustomerMessage"),
        (None, AGENT, "CustomerMessage"),
        (PEOPLE, int(AGENT), "CustomerMessage"),
        (None, None, "nothing"),
        (0, 0, "nothing"),
        (PEOPLE, None, "nothing"),
        (None, TOM, "nothing"),
        (BOT_TEAM, TOM, "nothing"),
    ],
)
@pytest.mark.parametrize("status", ["new", "ended"])
def test_the_bot_begins_only_where_it_is_assigned(team: Any, admin: Any, expected: str, status: str) -> None:
    assert kind(heard("user.replied", item(part(MIA, "Hi"), team=team, admin=admin), status)) == expected


@pytest.mark.parametrize(
    ("team", "admin", "expected"),
    [(None, None, "CustomerMessage"), (0, 0, "CustomerMessage"), (PEOPLE, None, "nothing"), (None, TOM, "nothing")],
)
def test_unassigned_ones_are_taken_when_the_channel_says_so(team: Any, admin: Any, expected: str) -> None:
    event = heard("user.created", item(team=team, admin=admin), "new", channel=UNASSIGNED_TOO)
    assert kind(event) == expected


@pytest.mark.parametrize("status", ["new", "waiting", "handed_over", "ended"])
def test_after_a_person_took_over_the_bot_is_silent(status: str) -> None:
    assert heard("user.replied", item(part(MIA, "Hi"), team=BOT_TEAM), status, taken_over=True) is None


def test_while_it_is_handed_over_the_bot_is_silent() -> None:
    assert heard("user.replied", item(part(MIA, "Hi"), team=BOT_TEAM), "handed_over") is None


def test_a_talk_goes_on_in_a_bot_team_whatever_teammate_is_noted_beside_it() -> None:
    assert kind(heard("user.replied", item(part(MIA, "Hi"), team=BOT_TEAM, admin=TOM))) == "CustomerMessage"


def test_a_message_that_shows_others_have_it_means_they_took_over() -> None:
    assert kind(heard("user.replied", item(part(MIA, "Hi", at=20), team=PEOPLE))) == "TakenOver"


def test_a_late_message_from_before_the_bot_had_it_takes_nothing_away() -> None:
    late = item(part(MIA, "Hi", at=20), team=PEOPLE)
    assert heard("user.replied", late, heard_at=moment(21)) is None


def test_the_messages_of_another_workspace_are_not_ours() -> None:
    theirs = notification("user.created", item(team=BOT_TEAM), app="other")
    assert hear(theirs, CHANNEL, "new", False) is None


# Assignments


@pytest.mark.parametrize("topic", ["admin.assigned", "admin.open.assigned"])
@pytest.mark.parametrize("to", [BOT_TEAM, AGENT])
@pytest.mark.parametrize("author", [TEAMMATE, FIN])
@pytest.mark.parametrize("status", ["new", "handed_over", "ended"])
def test_a_conversation_given_to_the_bot_has_to_be_read(
    topic: str, to: str, author: dict[str, Any], status: str
) -> None:
    event = heard(topic, item(assignment(author, to, at=30), team=BOT_TEAM), status)
    assert event == NeedsReading(at=moment(30), by=author["name"])


def test_who_has_it_says_whom_it_went_to_when_the_part_does_not() -> None:
    assert kind(heard("admin.assigned", item(assignment(TEAMMATE, None), admin=int(AGENT)), "new")) == "NeedsReading"
    assert kind(heard("admin.assigned", item(assignment(TEAMMATE, None), admin=0, team=0))) == "TakenOver"


@pytest.mark.parametrize("to", [BOT_TEAM, AGENT, PEOPLE, TOM])
@pytest.mark.parametrize("status", ["new", "waiting", "handed_over", "ended"])
def test_the_bots_own_assignments_are_nothing(to: str, status: str) -> None:
    assert heard("admin.assigned", item(assignment(BOT, to), team=PEOPLE), status) is None


def test_a_talk_is_not_disturbed_by_being_given_to_the_bot_again() -> None:
    assert heard("admin.assigned", item(assignment(TEAMMATE, AGENT), admin=AGENT)) is None


def test_given_back_after_a_person_took_over_it_has_to_be_read() -> None:
    event = heard("admin.assigned", item(assignment(TEAMMATE, BOT_TEAM), team=BOT_TEAM), taken_over=True)
    assert kind(event) == "NeedsReading"


@pytest.mark.parametrize("to", [PEOPLE, TOM])
@pytest.mark.parametrize("author", [TEAMMATE, FIN])
@pytest.mark.parametrize("status", ["waiting", "ended"])
def test_given_to_others_by_anybody_else_they_have_it(to: str, author: dict[str, Any], status: str) -> None:
    event = heard("admin.assigned", item(assignment(author, to, at=30), team=PEOPLE), status)
    assert isinstance(event, TakenOver)
    assert (event.at, event.by) == (moment(30), author["name"])


@pytest.mark.parametrize("status", ["new", "handed_over"])
def test_given_to_others_where_the_bot_does_not_talk_is_nothing(status: str) -> None:
    assert heard("admin.assigned", item(assignment(FIN, TOM), team=PEOPLE, admin=TOM), status) is None


def test_unassigned_again_it_is_everybodys_unless_the_bot_takes_those() -> None:
    freed = item(assignment(TEAMMATE, None), admin=None, team=None)
    assert kind(heard("admin.assigned", freed)) == "TakenOver"
    assert heard("admin.assigned", freed, channel=UNASSIGNED_TOO) is None


def test_an_assignment_that_comes_late_takes_nothing_away() -> None:
    assert heard("admin.assigned", item(assignment(TEAMMATE, TOM, at=5), admin=TOM), heard_at=moment(6)) is None


# What others say and do


@pytest.mark.parametrize("part_type", ["comment", "assignment", "open", "close", "quick_reply"])
def test_a_teammates_words_mean_they_took_over_whatever_part_they_ride_on(part_type: str) -> None:
    event = heard("admin.replied", item(part(TEAMMATE, "Tom here.", kind=part_type), team=BOT_TEAM))
    assert isinstance(event, TakenOver)
    assert event.by == "Tom Weiss"


@pytest.mark.parametrize(
    "silent",
    [
        part(TEAMMATE, "For us only", kind="note"),
        part(TEAMMATE, None, kind="snoozed"),
        part(FIN, "Please pick a topic:"),
        part(BOT, "Which order is it about?"),
    ],
)
@pytest.mark.parametrize("topic", ["admin.replied", "operator.replied", "admin.snoozed", "admin.opened"])
def test_notes_bots_and_the_bot_itself_take_nothing_over(silent: dict[str, Any], topic: str) -> None:
    assert heard(topic, item(silent, team=BOT_TEAM)) is None


def test_a_teammate_who_was_first_keeps_it_even_before_the_bot_spoke() -> None:
    assert kind(heard("admin.replied", item(part(TEAMMATE, "Hi"), team=BOT_TEAM), "new")) == "TakenOver"
    assert heard("admin.replied", item(part(TEAMMATE, "Hi"), team=PEOPLE), "new") is None


def test_words_that_come_late_take_nothing_over() -> None:
    assert heard("admin.replied", item(part(TEAMMATE, "Hi", at=5), team=BOT_TEAM), heard_at=moment(6)) is None


def test_a_part_that_the_bot_is_known_to_have_made_is_its_own_whoever_it_spoke_as() -> None:
    said = part({**TEAMMATE}, "I was the bot agent until today")
    told = notification("admin.replied", item(said, team=BOT_TEAM))
    assert hear(told, CHANNEL, "waiting", False, own_parts={said["id"]}) is None


@pytest.mark.parametrize("author", [TEAMMATE, FIN])
@pytest.mark.parametrize(("status", "expected"), [("new", None), ("waiting", Closed), ("ended", None)])
def test_a_conversation_closed_by_others_ends(
    author: dict[str, Any], status: str, expected: type[Event] | None
) -> None:
    event = heard("admin.closed", item(part(author, None, kind="close"), team=BOT_TEAM, state="closed"), status)
    assert (type(event) if event else None) is expected


def test_its_own_close_is_nothing() -> None:
    assert heard("admin.closed", item(part(BOT, "Bye", kind="close"), team=BOT_TEAM)) is None


def test_closed_by_the_people_who_have_it_it_ends_but_in_a_bot_team_they_keep_it() -> None:
    closing = part(TEAMMATE, None, kind="close")
    assert kind(heard("admin.closed", item(closing, team=PEOPLE), "handed_over")) == "Closed"
    assert heard("admin.closed", item(closing, team=BOT_TEAM), "handed_over") is None


def test_a_deleted_conversation_is_gone() -> None:
    event = heard("deleted", {"type": "conversation", "id": "c1"}, "handed_over")
    assert isinstance(event, Deleted)


@pytest.mark.parametrize("topic", ["rating.added", "admin.unsnoozed", "user.something_new"])
def test_other_topics_are_nothing(topic: str) -> None:
    assert heard(topic, item(team=BOT_TEAM)) is None


# Names of events


def test_one_part_shown_by_several_topics_has_one_name_for_each_kind_of_event() -> None:
    given = item(assignment(TEAMMATE, BOT_TEAM, body="Over to you"), team=BOT_TEAM)
    topics = ("admin.assigned", "admin.open.assigned", "admin.replied", "operator.replied")
    keys = [part_key(notification(topic, given)) for topic in topics]
    assert keys[0] == keys[1] != keys[2] == keys[3]


def test_the_first_message_is_named_by_its_conversation() -> None:
    assert part_key(notification("user.created", item())) == "message:first of c1"


def test_what_has_no_part_has_no_name() -> None:
    assert part_key(notification("rating.added", item())) == ""
    assert part_key(notification("deleted", item())) == ""


def test_ways_of_writing_that_are_left_to_people() -> None:
    silent = Channel(settings=SETTINGS.model_copy(update={"silent_in": ("email",)}))
    for source_type, is_answered in (("email", False), ("whatsapp", True), ("conversation", True)):
        conversation = item(team=BOT_TEAM)
        conversation["source"]["type"] = source_type
        event = hear(notification("user.created", conversation), silent, "new", False)
        assert isinstance(event, CustomerMessage) is is_answered


@pytest.mark.parametrize(
    ("when", "hour", "is_answered"),
    [("inside", 10, True), ("inside", 22, False), ("outside", 22, True), ("outside", 10, False), ("always", 22, True)],
)
def test_hours_decide_whether_a_conversation_begins(when: str, hour: int, is_answered: bool) -> None:
    settings = SETTINGS.model_copy(update={"answers_when": when, "time_zone": "UTC"})
    conversation = item(team=BOT_TEAM)
    conversation["created_at"] = int(datetime(2026, 11, 23, hour, tzinfo=UTC).timestamp())
    event = hear(notification("user.created", conversation), Channel(settings=settings), "new", False)
    assert isinstance(event, CustomerMessage) is is_answered
    said = notification("user.replied", item(part(MIA, "more", at=60), team=BOT_TEAM))
    assert isinstance(hear(said, Channel(settings=settings), "waiting", False), CustomerMessage), "it goes on"


def test_a_rating_is_a_fact_of_a_conversation_that_the_bot_knows() -> None:
    conversation = item(team=BOT_TEAM)
    conversation["conversation_rating"] = {"rating": 4, "remark": "Quick", "created_at": 1_790_000_100}
    rated = heard("rating.added", conversation, "ended")
    assert isinstance(rated, Rated)
    assert rated.facts == {"intercom.rating": 4, "intercom.ratingRemark": "Quick"}
    assert heard("rating.added", conversation, "new") is None
    assert heard("rating.added", item(team=BOT_TEAM), "ended") is None

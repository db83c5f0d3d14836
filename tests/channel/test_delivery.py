from __future__ import annotations

import json
from typing import Any

import pytest

from flowdesigner.channel.call import Call
from flowdesigner.channel.delivery import calls_for, landed
from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.errors import ConfigurationError, StoreError
from flowdesigner.flow.action import Action, CloseConversation, HandOver, OfferOptions, Option, SendMessage, TakeBack
from flowdesigner.flow.attachment import AttachedFile
from tests.channel.intercom import (
    AGENT,
    BOT,
    BOT_TEAM,
    MIA,
    PEOPLE,
    SETTINGS,
    TEAMMATE,
    assignment,
    item,
    moment,
    part,
    read,
)

WHOSE = {"conversation": "c1", "agent": AGENT}
CHOICE = OfferOptions(
    text="<p>About?</p>",
    options=(Option(id="a", label="Bills & co", uuid="u-1"), Option(id="b", label="Else", uuid="u-2")),
)
LIST = AttachedFile.of("list.pdf", b"prices")
BUTTONS = [{"text": "Bills & co", "uuid": "u-1"}, {"text": "Else", "uuid": "u-2"}]


def calls(action: Action, source_type: str = "conversation") -> list[dict[str, Any]]:
    return [call.to_data() for call in calls_for(action, SETTINGS, "c1", source_type)]


def test_a_message_is_one_reply_with_its_images() -> None:
    images = tuple(f"https://cdn.test/{number}.png" for number in range(12))
    assert calls(SendMessage(text="<p>Hi</p>", images=images)) == [
        {"kind": "reply", **WHOSE, "body": "<p>Hi</p>", "images": list(images[:10])}
    ]
    assert calls(SendMessage(text="")) == []


def test_files_are_named_by_their_hash_and_come_with_the_last_words() -> None:
    (call,) = calls(SendMessage(text="<p>Hi</p>", files=(LIST,)))
    assert call == {"kind": "reply", **WHOSE, "body": "<p>Hi</p>", "images": [], "files": [LIST.model_dump()]}
    assert Call.from_data(call).files == (LIST,)


def test_files_do_not_come_with_images_of_which_intercom_would_send_none() -> None:
    picture = "https://cdn.test/a.png"
    said, sent = calls(SendMessage(text="<p>Hi</p>", images=(picture,), files=(LIST,)))
    assert said == {"kind": "reply", **WHOSE, "body": "<p>Hi</p>", "images": [picture]}
    assert (sent["body"], sent["images"], sent["files"]) == ("", [], [LIST.model_dump()])


def test_a_reply_with_files_has_landed_only_where_the_files_are() -> None:
    (call,) = calls_for(SendMessage(text="<p>Hi</p>", files=(LIST,)), SETTINGS, "c1")
    bare, whole = part(BOT, "<p>Hi</p>", at=20), part(BOT, "<p>Hi</p>", at=30, attachments=[{"name": "list.pdf"}])
    assert landed(call, read(item(bare)), moment(10)) is None
    assert landed(call, read(item(bare, whole)), moment(10)) == whole["id"]
    (alone,) = calls_for(SendMessage(text="", files=(LIST,)), SETTINGS, "c1")
    sent = part(BOT, None, at=40, attachments=[{"name": "list.pdf"}])
    assert landed(alone, read(item(bare, sent)), moment(10)) == sent["id"]


@pytest.mark.parametrize("source_type", ["conversation", "push", "in_app", ""])
def test_in_the_messenger_buttons_follow_the_question(source_type: str) -> None:
    assert calls(CHOICE, source_type) == [
        {"kind": "reply", **WHOSE, "body": "<p>About?</p>", "images": []},
        {"kind": "quick_reply", **WHOSE, "options": BUTTONS},
    ]


@pytest.mark.parametrize("source_type", ["email", "sms", "whatsapp"])
def test_elsewhere_choices_are_a_numbered_list(source_type: str) -> None:
    body = "<p>About?</p><p>1. Bills &amp; co<br>2. Else</p>"
    assert calls(CHOICE, source_type) == [{"kind": "reply", **WHOSE, "body": body, "images": []}]


def test_a_hand_over_tags_and_then_assigns() -> None:
    assert calls(HandOver(provider="intercom", team=PEOPLE, tags=("vip", "bills"))) == [
        {"kind": "tag", **WHOSE, "helps": True, "tag": "vip"},
        {"kind": "tag", **WHOSE, "helps": True, "tag": "bills"},
        {"kind": "assign", **WHOSE, "assignee": PEOPLE, "to": "team"},
    ]


def test_what_helps_people_comes_before_they_are_told() -> None:
    action = HandOver(provider="intercom", team="", teammate="7", attributes=(("Topic", "bills"),), note="<p>Angry</p>")
    assert calls(action) == [
        {"kind": "attribute", **WHOSE, "helps": True, "name": "Topic", "value": "bills"},
        {"kind": "note", **WHOSE, "helps": True, "body": "<p>Angry</p>"},
        {"kind": "assign", **WHOSE, "assignee": "7", "to": "teammate"},
    ]


def test_another_system_is_told_after_its_tags_are_put_on() -> None:
    action = HandOver(provider="webhook", team="crm-1", tags=("vip",), note="<p>Angry</p>")
    settings = SETTINGS.model_copy(update={"offload_url": "https://crm.test/offload"})
    tag, note, offload = [call.to_data() for call in calls_for(action, settings, "c1")]
    assert (tag["kind"], note["kind"]) == ("tag", "note")
    assert offload == {
        "kind": "offload",
        **WHOSE,
        "url": "https://crm.test/offload",
        "team": "crm-1",
        "tags": ["vip"],
        "attributes": {},
        "note": "<p>Angry</p>",
    }
    with pytest.raises(ConfigurationError, match="Enter it on the page Channels"):
        calls(action)


def test_taken_back_it_is_a_bot_teams_or_else_the_bot_agents() -> None:
    assert calls(TakeBack()) == [{"kind": "assign", **WHOSE, "assignee": BOT_TEAM, "to": "team"}]
    alone = ChannelSettings(bot_agent=AGENT)
    assert [call.to_data() for call in calls_for(TakeBack(), alone, "c1")] == [
        {"kind": "assign", **WHOSE, "assignee": AGENT, "to": "teammate"}
    ]


def test_handed_over_to_no_team_it_is_assigned_to_nobody() -> None:
    assert calls(HandOver(provider="intercom", team="")) == [{"kind": "assign", **WHOSE, "assignee": "0", "to": "team"}]


def test_a_provider_that_is_not_installed_is_said_in_words() -> None:
    with pytest.raises(ConfigurationError, match="provider “zendesk” is not installed"):
        calls(HandOver(provider="zendesk", team="1"))


def test_a_close_tells_the_reason_and_may_be_of_another_conversation() -> None:
    assert calls(CloseConversation(conversation="", reason="<p>Bye</p>")) == [
        {"kind": "close", **WHOSE, "body": "<p>Bye</p>"}
    ]
    (call,) = calls_for(CloseConversation(conversation="c2"), SETTINGS, "c1")
    assert call.conversation == "c2"


def test_without_bot_agent_nothing_can_be_said() -> None:
    with pytest.raises(ConfigurationError, match="No bot agent is chosen"):
        calls_for(SendMessage(text="Hi"), ChannelSettings(), "c1")


def test_an_action_that_no_channel_knows_is_an_error() -> None:
    with pytest.raises(TypeError, match="cannot carry out Action"):
        calls(Action())


def test_a_call_is_kept_as_json_and_does_not_show_what_it_says() -> None:
    (call,) = calls_for(SendMessage(text="confidential"), SETTINGS, "c1")
    assert Call.from_data(json.loads(json.dumps(call.to_data()))) == call
    assert "confidential" not in repr(call)
    with pytest.raises(StoreError, match="“dance” is queued"):
        Call.from_data({"kind": "dance"})


# Reading back


def reply(body: str = "<p>Hi Mia,</p><p>how are you?</p>", images: list[str] | None = None) -> Call:
    return Call("reply", {**WHOSE, "body": body, "images": images or []})


def found(
    call: Call, *parts: dict[str, Any], since: int | None = 10, own: tuple[str, ...] = (), unnamed: int = 0
) -> str | None:
    moment_since = None if since is None else moment(since)
    return landed(call, read(item(*parts)), moment_since, own, unnamed)


def test_a_message_that_landed_is_found_by_its_text_however_it_is_spelled() -> None:
    said = part(BOT, "Hi Mia,\nhow\u00a0are you?", at=10)
    assert found(reply(), said) == said["id"]
    assert found(reply("<p>Hi <b>Mia</b>,<br>how are you?</p>"), said) == said["id"]


@pytest.mark.parametrize(
    "other",
    [
        part(BOT, "Hi Mia, how are you?", at=9),
        part(TEAMMATE, "Hi Mia, how are you?"),
        part(MIA, "Hi Mia, how are you?"),
        part(BOT, "Hi Mia"),
        part(BOT, "Hi Mia, how are you?", kind="note"),
    ],
)
def test_what_is_older_by_others_or_says_something_else_is_not_it(other: dict[str, Any]) -> None:
    assert found(reply(), other) is None


def test_when_nothing_was_known_before_any_part_may_be_it() -> None:
    said = part(BOT, "Hi Mia, how are you?", at=0)
    assert found(reply(), said, since=None) == said["id"]


def test_among_equal_texts_those_of_other_calls_do_not_count() -> None:
    first, second = part(BOT, "Hi", at=11), part(BOT, "Hi", at=12)
    assert found(reply("Hi"), first, own=(first["id"],)) is None
    assert found(reply("Hi"), first, second, own=(first["id"],)) == second["id"]
    assert found(reply("Hi"), second, first, unnamed=1) == second["id"]
    assert found(reply("Hi"), first, unnamed=1) is None


def test_pictures_without_words_are_found_by_being_pictures() -> None:
    pictures = reply("", ["https://cdn.test/a.png"])
    shown = part(BOT, None, attachments=[{"type": "upload", "name": "a", "url": "https://cdn.test/a.png"}])
    assert found(pictures, part(BOT, None)) is None
    assert found(pictures, shown) == shown["id"]


def test_buttons_are_found_by_their_uuids_or_by_their_type() -> None:
    call = Call("quick_reply", {**WHOSE, "options": BUTTONS})
    shown = part(BOT, None, kind="quick_reply", metadata={"quick_reply_options": BUTTONS})
    other = part(BOT, None, kind="quick_reply", metadata={"quick_reply_options": BUTTONS[:1]})
    bare = part(BOT, None, kind="quick_reply")
    assert found(call, other) is None
    assert found(call, other, shown) == shown["id"]
    assert found(call, bare) == bare["id"]


def test_an_assignment_is_found_by_its_target() -> None:
    call = Call("assign", {**WHOSE, "assignee": PEOPLE})
    done = assignment(BOT, PEOPLE)
    assert found(call, assignment(TEAMMATE, PEOPLE), assignment(BOT, None)) is None
    assert found(call, done) == done["id"]
    freed = assignment(BOT, None)
    assert found(Call("assign", {**WHOSE, "assignee": "0"}), freed) == freed["id"]


def test_a_close_is_found_with_or_without_a_reason() -> None:
    silent, told = part(BOT, None, kind="close"), part(BOT, "<p>Bye</p>", kind="close")
    assert found(Call("close", {**WHOSE, "body": ""}), silent) == silent["id"]
    assert found(Call("close", {**WHOSE, "body": "<p>Bye</p>"}), silent, told) == told["id"]


def test_a_tag_is_found_on_the_conversation() -> None:
    tagged = item(tags={"type": "tag.list", "tags": [{"type": "tag", "id": "7", "name": "vip"}]})
    assert landed(Call("tag", {**WHOSE, "tag": "vip"}), read(tagged), None) == ""
    assert landed(Call("tag", {**WHOSE, "tag": "other"}), read(tagged), None) is None

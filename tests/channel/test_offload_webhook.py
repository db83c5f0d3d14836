"""What another system is told of a conversation that it is to take."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from flowdesigner.channel.call import Call
from flowdesigner.channel.offload_webhook import MOST_LINES, body_for, outcome, signature
from tests.channel.intercom import AGENT, BOT, FIN, MIA, TEAMMATE, item, part, read

CALL = Call(
    "offload",
    {
        "conversation": "c1",
        "agent": AGENT,
        "url": "https://crm.test",
        "team": "7",
        "tags": ["vip"],
        "attributes": {},
        "note": "<b>Angry</b>",
    },
)


def test_the_transcript_says_who_said_what_and_leaves_notes_out() -> None:
    parts = (
        part(BOT, "<p>What is it?</p>", at=1),
        part(FIN, "Somebody will come", at=2),
        part(MIA, "<p>My <b>bill</b></p>", at=3),
        part(TEAMMATE, "Do not tell her", at=4, kind="note"),
        part(TEAMMATE, "Hello", at=5),
        part(MIA, None, at=6),
    )
    body = body_for(CALL, read(item(*parts)))
    assert [(line["by"], line["text"]) for line in body["transcript"]] == [
        ("customer", "Hello"),
        ("bot", "What is it?"),
        ("bot", "Somebody will come"),
        ("customer", "My bill"),
        ("teammate", "Hello"),
    ]
    assert body["conversationId"] == "c1"
    assert body["customer"] == {"id": "u1", "name": "Mia Novak", "email": "mia@example.com"}
    assert (body["team"], body["tags"], body["note"]) == ("7", ["vip"], "Angry")


def test_a_long_conversation_is_told_by_its_end() -> None:
    body = body_for(CALL, read(item(*(part(MIA, f"{number}", at=number) for number in range(1, 400)))))
    assert len(body["transcript"]) == MOST_LINES
    assert body["transcript"][-1]["text"] == "399"


def test_the_signature_is_of_the_exact_bytes() -> None:
    assert signature(b"{}", "key") == "sha256=" + hmac.new(b"key", b"{}", hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ({}, (True, True)),
        ("ok", (True, True)),
        ({"offloadSuccess": False}, (False, True)),
        ({"pauseBot": False}, (True, False)),
    ],
)
def test_unless_told_otherwise_it_is_taken_and_the_bot_pauses(answer: object, result: tuple[bool, bool]) -> None:
    assert outcome(answer) == result

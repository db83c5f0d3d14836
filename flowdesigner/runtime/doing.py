"""What a person wants done with a conversation or a dead letter, written down for whoever moves the conversation."""

from __future__ import annotations

from datetime import datetime

from flowdesigner.runtime.intervention import Intervention, TakeOver, TryAgain
from flowdesigner.runtime.trying_again import why_not
from flowdesigner.runtime.views import Answer
from flowdesigner.store import conversations, inbox, letters, outbox
from flowdesigner.store.inbox import Arrival
from flowdesigner.store.letters import LetterRow
from flowdesigner.store.transaction import Transaction

UNKNOWN = "There is no such conversation."
OVER = "The conversation has ended already."
NO_LETTER = "It is not among the dead letters any more."
UNDER_WAY = "It is being tried again."


def intervene(conn: Transaction, row: int, wanted: Intervention, now: datetime) -> Answer:
    """Take over or close a conversation that is under way."""
    found = conversations.get(conn, row)
    if found is None:
        return Answer(False, UNKNOWN)
    if found.status not in ("waiting", "handed_over"):
        return Answer(False, OVER)
    inbox.take_in(conn, [wanted.arrival(found.app_id, found.conversation_id, now)])
    return Answer(True, "The bot leaves it to people." if isinstance(wanted, TakeOver) else "It is being closed.")


def retry(conn: Transaction, number: int, by: str, now: datetime, *, anyway: bool) -> Answer:
    """Try a dead letter again."""
    letter = letters.get(conn, number)
    if letter is None:
        return Answer(False, NO_LETTER)
    found = conversations.get(conn, letter.conversation)
    is_gone = found is not None and bool((found.session or {}).get("deleted"))
    if (answer := why_not(letter, letter.status, is_gone=is_gone, anyway=anyway)) is not None:
        return answer
    if not letters.take(conn, number, now):
        return Answer(False, UNDER_WAY)
    match letter.kind:
        case "notification":
            inbox.take_in(conn, [once_more(letter, now)])
            letters.settle(conn, number, now, by)
        case "result":
            outbox.report_again(conn, int(letter.content["call"]))
            conversations.wake(conn, [letter.conversation])
            letters.settle(conn, number, now, by)
        case _:
            wanted = TryAgain(by=by, letter=number, anyway=anyway)
            inbox.take_in(conn, [wanted.arrival(letter.app_id, letter.conversation_id, now)])
    return Answer(True, UNDER_WAY)


def once_more(letter: LetterRow, now: datetime) -> Arrival:
    """The notification of a letter, as if it came now."""
    return Arrival(
        app_id=letter.app_id,
        conversation_id=letter.conversation_id,
        notification_id=f"letter {letter.number}",
        part_key="",
        topic=str(letter.content["topic"]),
        body=str(letter.content["body"]),
        part_at=None,
        received_at=now,
    )


def dismiss(conn: Transaction, number: int, by: str, now: datetime) -> Answer:
    """Nobody wants it any more."""
    if letters.dismiss(conn, number, now, by):
        return Answer(True, "Dismissed.")
    return Answer(False, NO_LETTER if letters.get(conn, number) is None else UNDER_WAY)

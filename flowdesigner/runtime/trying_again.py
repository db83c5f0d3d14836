"""Whether a dead letter can be tried again, in words for who wants it: asked by pages, and by the runner once more."""

from __future__ import annotations

from flowdesigner.runtime.views import Answer
from flowdesigner.store.letters import LetterRow

SPEAKING = frozenset({"reply", "quick_reply", "close", "open", "snooze"})
"""Kinds of calls that the customer notices."""
GONE = "The conversation is gone from Intercom, so nothing can be done in it any more."
WITH_PEOPLE = "People have the conversation now: the customer would hear from the bot in between."
CLOSED = "The conversation is closed: the customer would hear from the bot once more."
MAYBE_TWICE = "Nobody knows whether it arrived the first time, so it may be done twice."


def why_not(letter: LetterRow, status: str, *, is_gone: bool, anyway: bool) -> Answer | None:
    """What speaks against it; None when nothing does, or it is wanted all the same."""
    if is_gone:
        return Answer(False, GONE)
    if letter.kind != "call" or anyway:
        return None
    kinds = {str(call.get("kind")) for call in letter.content["calls"]}
    if kinds & SPEAKING and status in ("handed_over", "ended"):
        return Answer(False, WITH_PEOPLE if status == "handed_over" else CLOSED, needs_anyway=True)
    if letter.in_doubt and not letter.can_be_looked_for:
        return Answer(False, MAYBE_TWICE, needs_anyway=True)
    return None

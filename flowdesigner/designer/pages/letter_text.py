"""Dead letters as markup: what could not be done, why, and what can be done about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from html import escape

from flowdesigner.designer.conversations import NO_NAME, BlockNames
from flowdesigner.designer.pages.controls import note, pill, table
from flowdesigner.designer.pages.sheet import press
from flowdesigner.designer.times import moment
from flowdesigner.runtime.views import Letter


def letter_table(
    letters: Sequence[Letter], names: BlockNames, at: datetime, asked: Collection[int], *, with_customer: bool = True
) -> str:
    """The letters; those in `asked` need a second yes."""
    heads = (*(["Customer"] if with_customer else []), "What failed", "Why", "When", "")
    rows = [
        (
            *([opened(one)] if with_customer else []),
            what(one, names),
            escape(one.reason) + doubt(one),
            moment(one.at, at),
            acts(one, one.number in asked),
        )
        for one in letters
    ]
    return table(heads, rows)


def opened(letter: Letter) -> str:
    """The customer's name, which opens the conversation."""
    customer = letter.customer_name or NO_NAME
    return press(customer, "open", letter.row, look="fd-plain", name=f"Open the conversation with {customer}")


def what(letter: Letter, names: BlockNames) -> str:
    """The call and its block."""
    title = names.title(None, letter.flow, letter.block)
    return escape(letter.what) + (f'<p class="fd-print">at “{escape(title)}”</p>' if title else "")


def doubt(letter: Letter) -> str:
    """Said where nobody knows whether the call arrived."""
    return '<p class="fd-print">Nobody knows whether it arrived.</p>' if letter.in_doubt else ""


def acts(letter: Letter, is_asked: bool) -> str:
    """The buttons of one letter."""
    if letter.state == "retrying":
        return pill("being retried", "warn")
    of = f"{letter.what}, {letter.customer_name or NO_NAME}"
    retry = (
        press("Retry all the same", "anyway", letter.number, look="fd-danger", name=f"Retry all the same: {of}")
        if is_asked
        else press("Retry", "retry", letter.number, name=f"Retry: {of}")
    )
    dismiss = press("Dismiss", "dismiss", letter.number, look="fd-ghost", name=f"Dismiss: {of}")
    return f'<div class="fd-acts">{retry}{dismiss}</div>'


def outcome(ok: bool, words: str) -> str:
    """What became of it."""
    return note(words, "ok" if ok else "warn")

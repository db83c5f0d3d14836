"""A small bot with every thing that a kept chat can say."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdesigner.blocks import CloseConversation, OfferChoices, SendMessage, SendToOffloadProvider, Start
from flowdesigner.bot import Bot


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    """Greets, offers billing (answered and closed) or people (and again from there), and closes after ten minutes."""
    bot = Bot(tmp_path / "desk", "Desk")
    flow = bot.add_flow("Main", id="main")
    menu = flow.add(
        OfferChoices(text="Hi {firstname}, well?", choices=["Billing", "People"], no_reply_minutes=10), id="menu"
    )
    answer = flow.add(SendMessage(text="<p>See Settings.</p><p>There is <b>Billing</b>.</p>"), id="answer")
    done = flow.add(CloseConversation(reason="Bye"), id="done")
    people = flow.add(SendToOffloadProvider(team="5", message="A moment", tags=["bot"]), id="people")
    flow.connect(flow.add(Start(), id="start"), menu)
    for port, target in (("billing", answer), ("people", people), ("otherwise", menu), ("no_reply", done)):
        flow.connect(menu, target, port=port)
    flow.connect(answer, done)
    flow.connect(people, menu, port="given_back")
    bot.save()
    return bot

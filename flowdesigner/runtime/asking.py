"""What Intercom knows of a customer: asked for where a bot's flows read it, and again when it may have changed."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from flowdesigner.channel.facts import facts_about
from flowdesigner.errors import IntercomError
from flowdesigner.flow.event import Value
from flowdesigner.intercom.client import Intercom
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.session import Session
from flowdesigner.runtime.outcome import Ask

log = logging.getLogger(__name__)

STALE = timedelta(hours=1)
"""After this time what Intercom said may have changed: the next message asks again."""
PATIENCE = 3.0
"""Seconds in which Intercom must answer: the customer waits."""


def to_ask(program: Program, session: Session, contact: str, now: datetime) -> Ask | None:
    """What to ask before the customer is answered; None when nothing is needed, or known well enough."""
    fresh = session.asked_at is not None and now - session.asked_at < STALE
    return None if fresh or not program.asks or not contact else Ask(contact, program.asks)


async def ask(wanted: Ask, intercom: Intercom) -> dict[str, Value]:
    """The system variables that Intercom tells; nothing when it does not answer, so that the customer is answered."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _ask(wanted, intercom)
    except (IntercomError, TimeoutError) as error:
        log.warning("nothing is known of a customer: %s", error or "Intercom did not answer in time")
        return {}


def requests_of(wanted: Ask) -> int:
    """How many requests to Intercom that is."""
    return 1 + len({"tags", "companies"} & set(wanted.sources))


async def _ask(wanted: Ask, intercom: Intercom) -> dict[str, Value]:
    contacts, sources = intercom.contacts, wanted.sources
    contact = await contacts.get(wanted.contact)
    tags = await contacts.tags(contact.id) if "tags" in sources else None
    companies = await contacts.companies(contact.id) if "companies" in sources else None
    return facts_about(contact, tags, companies)

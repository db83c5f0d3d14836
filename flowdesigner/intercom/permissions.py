"""Which permissions an access token lacks, by the names of their check-boxes in Intercom's Developer Hub.

Intercom has no call that lists them: each is tried where nothing can change, with ids that do not exist.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TypeVar

from flowdesigner.errors import IntercomError, NotAuthorizedError
from flowdesigner.intercom.client import Intercom

FORBIDDEN = 403
NOBODY = "0"
T = TypeVar("T")


async def _search(intercom: Intercom) -> None:
    query = {"query": {"field": "id", "operator": "=", "value": NOBODY}}
    await intercom.search("/conversations/search", query, what="search conversations")


NEEDED: Mapping[str, Callable[[Intercom], Awaitable[object]]] = {
    "Read admins": lambda intercom: intercom.teammates.list(),
    "Read conversations": _search,
    "Write conversations": lambda intercom: intercom.conversations.note(NOBODY, agent=NOBODY, body="-"),
    "Read tags": lambda intercom: intercom.tags.list(),
    "Write tags": lambda intercom: intercom.conversations.tag(NOBODY, agent=NOBODY, tag=NOBODY),
    "Read one user and one company": lambda intercom: intercom.contacts.get(NOBODY),
    "Write users and companies": lambda intercom: intercom.contacts.tag(NOBODY, tag=NOBODY),
}
"""What a bot needs, each with a call that shows whether it may."""


async def missing(intercom: Intercom) -> tuple[str, ...]:
    """The names of those that the token lacks; any other refusal means that the call would be allowed."""
    lacks = await asyncio.gather(*(_is_forbidden(probe, intercom) for probe in NEEDED.values()))
    return tuple(name for name, is_lacking in zip(NEEDED, lacks, strict=True) if is_lacking)


async def _is_forbidden(probe: Callable[[Intercom], Awaitable[object]], intercom: Intercom) -> bool:
    try:
        await probe(intercom)
    except NotAuthorizedError as error:
        return error.status == FORBIDDEN
    except IntercomError:
        return False
    return False


async def if_allowed(asked: Awaitable[Iterable[T]]) -> Iterable[T]:
    """What is listed; nothing where the token has no permission for it."""
    try:
        return await asked
    except NotAuthorizedError as error:
        if error.status != FORBIDDEN:
            raise
        return ()

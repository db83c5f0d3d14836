"""Asks the subscription webhook's URL whether it answers, as Intercom does when the URL is saved there."""

from __future__ import annotations

import asyncio

from flowdesigner.errors import ConfigurationError


def reach(url: str) -> str:
    """A sentence that says that the address answers; ConfigurationError says why it does not. Blocks."""
    return asyncio.run(_reach(url))


async def _reach(url: str) -> str:
    from flowdesigner.outgoing.clients import make_client  # the page must not wait for it when it opens

    async with make_client() as client:
        try:
            answer = await client.head(url)
        except Exception as error:
            # Whatever the transport says; the author needs the address more than its words.
            raise ConfigurationError(
                f"Nobody answers at {url}. Is the bot listening, and does your tunnel or proxy lead here?"
            ) from error
    if answer.status_code != 200:
        raise ConfigurationError(
            f"At {url} somebody answers with {answer.status_code} instead of 200, so it is not this bot."
            " Let your tunnel or proxy pass on HEAD and POST unchanged."
        )
    return "The address leads to this bot."

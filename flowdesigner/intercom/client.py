"""`Intercom`: a workspace's API with its access token. Knows Intercom, knows nothing of flows.

    async with Intercom(token) as intercom:
        await intercom.conversations.reply("215470000000042", agent="7400001", body="<p>Hello</p>")

Reads are tried again when something fails. A write is tried again only when it certainly was not carried out: after
429, and when no connection came about. Any other doubt is a NetworkError or IntercomDownError: read the
conversation first.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Any, Literal, Self

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from flowdesigner.errors import IntercomDownError, NetworkError, NotConnectedError, RateLimitError
from flowdesigner.intercom.answers import error_of
from flowdesigner.intercom.articles import Articles
from flowdesigner.intercom.contacts import Contacts
from flowdesigner.intercom.conversations import Conversations
from flowdesigner.intercom.objects import Me
from flowdesigner.intercom.rate_window import RateWindow
from flowdesigner.intercom.tags import Tags
from flowdesigner.intercom.teammates import Teammates
from flowdesigner.intercom.tickets import Tickets
from flowdesigner.intercom.workflows import Workflows
from flowdesigner.outgoing.clients import certainly_never_left, make_client, send

VERSION = "2.16"
REGIONS: Mapping[str, str] = {
    "US": "https://api.intercom.io",
    "EU": "https://api.eu.intercom.io",
    "AU": "https://api.au.intercom.io",
}
ATTEMPTS = 6
LONGEST_PAUSE = 10.0
"""Seconds between two attempts, unless the rate limit says more."""

Method = Literal["GET", "POST", "PUT", "DELETE"]


class Intercom:
    """One workspace. `clock` gives unix seconds; `sleep` and `chance` (0 to 1) are for tests."""

    def __init__(
        self,
        token: str,
        *,
        api_url: str = REGIONS["US"],
        client: httpx.AsyncClient | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Intercom-Version": VERSION,
            "Accept": "application/json",
        }
        self.api_url = api_url.rstrip("/")
        self._client = client or make_client()
        self.window = RateWindow(clock)
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self.conversations = Conversations(self)
        self.contacts = Contacts(self)
        self.teammates = Teammates(self)
        self.tags = Tags(self)
        self.tickets = Tickets(self)
        self.articles = Articles(self)
        self.workflows = Workflows(self)

    def __repr__(self) -> str:
        return f"Intercom(api_url={self.api_url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    async def me(self) -> Me:
        """Whose token it is, and of which workspace (`GET /me`)."""
        return Me.model_validate(await self.get("/me", what="say whose token this is"))

    # For the parts of the API

    async def get(self, path: str, *, what: str, params: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
        """Read; tried again when something fails. `what` completes "Intercom refused to ..."."""
        try:
            return await self._call("GET", path, what=what, params=params, is_read=True)
        except _MovedError as moved:
            return await self._call("GET", moved.path, what=what, is_read=True)

    async def search(self, path: str, body: Mapping[str, Any], *, what: str) -> Any:  # noqa: ANN401 - JSON
        """Read by POST."""
        return await self._call("POST", path, what=what, body=body, is_read=True)

    async def write(self, method: Method, path: str, body: Mapping[str, Any] | None, *, what: str) -> Any:  # noqa: ANN401
        """Change something; tried again only when it certainly was not carried out."""
        return await self._call(method, path, what=what, body=body, is_read=False)

    async def _call(
        self,
        method: Method,
        path: str,
        *,
        what: str,
        is_read: bool,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401 - JSON
        url = self.api_url + path
        request = self._client.build_request(method, url, params=params, json=body, headers=self._headers)
        attempts = AsyncRetrying(
            retry=retry_if_exception(lambda error: is_worth_another(error, is_read=is_read)),
            wait=self._pause,
            stop=stop_after_attempt(ATTEMPTS),
            sleep=self._sleep,
            reraise=True,
        )
        return await attempts(self._once, request, what)

    def _pause(self, state: RetryCallState) -> float:
        """Until the rate limit's reset, else doubling from a fifth of a second; with jitter, so that not all come."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, RateLimitError):
            return max(0.0, error.retry_at.timestamp() - self._clock()) + self._chance()
        return min(LONGEST_PAUSE, 0.2 * 2.0**state.attempt_number) * (0.5 + self._chance() / 2)

    async def _once(self, request: httpx.Request, what: str) -> Any:  # noqa: ANN401 - JSON
        while (pause := self.window.pause()) > 0:
            await self._sleep(pause + self._chance())
        try:
            response = await send(self._client, request)
        except httpx.HTTPError as error:
            raise self._unanswered(error, what) from error
        self.window.note(response.headers)
        data = _json(response)
        if response.is_success and data is not None:
            return data
        if response.is_success:
            raise IntercomDownError(f"Intercom answered nonsense when asked to {what}.", status=response.status_code)
        if response.status_code == 410 and (canonical := response.links.get("canonical", {}).get("url")):
            raise _MovedError(httpx.URL(canonical).path)
        retry_at = self.window.close() if response.status_code == 429 else None
        raise error_of(response.status_code, data, response.headers.get("X-Request-Id", ""), what, retry_at)

    def _unanswered(self, error: httpx.HTTPError, what: str) -> NetworkError:
        """No answer; the request and with it the token stay out of the message."""
        if certainly_never_left(error):
            return NotConnectedError(f"Nobody answers at {self.api_url}, so it could not {what}; is there a network?")
        return NetworkError(f"No answer from {self.api_url} when asked to {what}; it may have been done or not.")


class _MovedError(Exception):
    """What was asked for is part of something else now, at this path (a contact that was merged)."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def is_worth_another(error: BaseException, *, is_read: bool) -> bool:
    """Whether to try again: a write only when it certainly was not carried out."""
    if isinstance(error, RateLimitError | NotConnectedError):
        return True
    return is_read and isinstance(error, NetworkError | IntercomDownError)


def _json(response: httpx.Response) -> object:
    """The answer's JSON, {} for an empty one, None for something else."""
    if not response.content.strip():
        return {}
    try:
        data: object = response.json()
    except ValueError:
        return None
    return data

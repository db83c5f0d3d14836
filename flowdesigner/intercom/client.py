"""`Intercom`: a workspace's API with its access token. Knows Intercom, knows nothing of flows.

    async with Intercom(token) as intercom:
        await intercom.conversations.reply("215470000000042", agent="7400001", body="<p>Hello</p>")

Reads are tried again when something fails. A write is tried again only when it certainly was not carried out: after
429, and when no connection came about. Any other doubt is a NetworkError or IntercomDownError: read the
conversation first. A caller that notes when each write begins, as the runtime does, takes `repeats_writes=False` and
gets RateLimitError and NotConnectedError at once.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import urlencode

import httpx
import orjson

from flowdesigner.errors import IntercomError, NetworkError, NotConnectedError, NotFoundError, RateLimitError
from flowdesigner.intercom.access import REGIONS as REGIONS
from flowdesigner.intercom.access import VERSION as VERSION
from flowdesigner.intercom.access import address_of, headers_for
from flowdesigner.intercom.answers import Json, as_object, error_of, nonsense
from flowdesigner.intercom.articles import Articles
from flowdesigner.intercom.attempts import ATTEMPTS, Attempts
from flowdesigner.intercom.contacts import Contacts
from flowdesigner.intercom.conversations import Conversations
from flowdesigner.intercom.objects import Me
from flowdesigner.intercom.place import PLACE
from flowdesigner.intercom.rate_window import RateWindow
from flowdesigner.intercom.tags import Tags
from flowdesigner.intercom.teammates import Teammates
from flowdesigner.intercom.tickets import Tickets
from flowdesigner.intercom.workflows import Workflows
from flowdesigner.outgoing.wire import Answer, ClientWire, DirectWire, UnansweredError, UnreadableAnswerError, Wire

MOST_MOVES = 5
"""How often something may have become part of something else."""

Method = Literal["GET", "POST", "PUT", "DELETE"]


class Intercom:
    """One workspace. `clock` gives unix seconds; `sleep` and `chance` (0 to 1) are for tests."""

    def __init__(
        self,
        token: str,
        *,
        api_url: str = REGIONS["US"],
        client: httpx.AsyncClient | None = None,
        repeats_writes: bool = True,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.api_url = address_of(api_url)
        headers = headers_for(token)
        self._wire: Wire = ClientWire(client, headers) if client is not None else DirectWire(headers)
        self._repeats_writes = repeats_writes
        self.window = RateWindow(clock)
        self._attempts = Attempts(clock, sleep, chance)
        self._sleep, self._chance = sleep, chance
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
        await self._wire.close()

    async def me(self) -> Me:
        """Whose token it is, and of which workspace (`GET /me`)."""
        what = "say whose token this is"
        return as_object(Me, await self.get("/me", what=what), what)

    # For the parts of the API

    async def get(self, path: str, *, what: str, params: Mapping[str, str] | None = None) -> Json:
        """Read; tried again when something fails. `what` completes "Intercom refused to ..."."""
        return await self._call("GET", path, what=what, params=params, is_read=True)

    async def search(self, path: str, body: Mapping[str, Any], *, what: str) -> Json:
        """Read by POST."""
        return await self._call("POST", path, what=what, body=body, is_read=True)

    async def write(
        self, method: Method, path: str, body: Mapping[str, Any] | None, *, what: str, seconds: float | None = None
    ) -> Json:
        """Change something; tried again only when it certainly was not carried out. `seconds`: to wait longer."""
        return await self._call(method, path, what=what, body=body, is_read=False, seconds=seconds)

    async def _call(
        self,
        method: Method,
        path: str,
        *,
        what: str,
        is_read: bool,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        seconds: float | None = None,
    ) -> Json:
        most = ATTEMPTS if is_read or self._repeats_writes else 1
        query = f"?{urlencode(params)}" if params else ""
        content = None if body is None else _as_json(body)
        for _ in range(MOST_MOVES):
            call = _Call(method, f"{self.api_url}{path}{query}", content, seconds)
            try:
                return await self._attempt(call, what, is_read=is_read, most=most)
            except _MovedError as moved:
                path = moved.path_of(path)
        raise NotFoundError(f"Intercom sends from one to another when asked to {what}; it is nowhere.", status=410)

    async def _attempt(self, call: _Call, what: str, *, is_read: bool, most: int) -> Json:
        if most == 1:
            return await self._once(call, what, may_wait=False)
        answer: Json = await self._attempts.of(is_read=is_read, most=most)(self._once, call, what, may_wait=True)
        return answer

    async def _once(self, call: _Call, what: str, *, may_wait: bool) -> Json:
        places = PLACE.get()
        if places is None or not await places.admit(self.window):
            await self._wait_for_a_place(may_wait=may_wait)
        answer: Answer | None = None
        try:
            answer = await self._wire.send(call.method, call.url, call.content, call.seconds)
        except UnreadableAnswerError:
            raise nonsense(what) from None
        except UnansweredError as error:
            raise self._unanswered(error.never_left, what) from None
        finally:
            self.window.answered(answer.headers if answer is not None else None)
        return self._read(answer, what)

    async def _wait_for_a_place(self, *, may_wait: bool) -> None:
        """Until the rate window has a place for this call."""
        while (pause := self.window.pause()) > 0:
            if not may_wait:
                raise RateLimitError("The rate window of Intercom is full.", retry_at=self.window.reset_at)
            await self._sleep(pause + self._chance())

    def _read(self, answer: Answer, what: str) -> Json:
        status, data = answer.status, _from_json(answer.content)
        if answer.is_success:
            if not isinstance(data, dict):
                raise nonsense(what, status)
            return data
        if status == 410 and (canonical := answer.link("canonical")):
            raise _MovedError(httpx.URL(canonical).path)
        retry_at = self.window.close() if status == 429 else None
        raise error_of(status, data, answer.headers.get("X-Request-Id", ""), what, retry_at)

    def _unanswered(self, never_left: str, what: str) -> IntercomError:
        """No answer came."""
        if never_left:
            return NotConnectedError(
                f"Cannot reach {self.api_url} to {what}: {never_left}. Check the network, then the address."
            )
        return NetworkError(f"No answer from {self.api_url} when asked to {what}; it may have been done or not.")


@dataclass(frozen=True, slots=True)
class _Call:
    """What goes over the wire, besides the headers."""

    method: Method
    url: str = field(repr=False)
    content: bytes | None = field(repr=False)
    seconds: float | None


class _MovedError(Exception):
    """What was asked for is part of something else now, at this path (a contact that was merged)."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._path = path.rstrip("/")

    def path_of(self, path: str) -> str:
        """Where `path` leads now; what stood behind the old id (`/tags`) stands behind the new one."""
        behind = path.split("/")[len(self._path.split("/")) :]
        return "/".join([self._path, *behind])


def _as_json(body: Mapping[str, Any]) -> bytes:
    """A body; code points that are no text are escaped, as people may type them."""
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:
        return json.dumps(body, separators=(",", ":"), allow_nan=False).encode()


def _from_json(content: bytes) -> object:
    """The answer's JSON, {} for an empty one, None for something else."""
    if not content.strip():
        return {}
    try:
        return orjson.loads(content)
    except ValueError:
        return _from_lenient_json(content)


def _from_lenient_json(content: bytes) -> object:
    """The same of what only Python's own reader takes: code points that are no text, other encodings."""
    try:
        data: object = json.loads(content)
    except ValueError:
        return None
    return data

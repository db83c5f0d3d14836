"""`Wire`: calls to one API that is trusted, each with the same headers, over aiohttp itself.

httpx on top of aiohttp takes twice as long as aiohttp does; calls to addresses that authors have written go by `api`,
which needs what httpx knows. `ClientWire` is the same over a client of httpx's, for a sandbox in memory and for tests.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol
from urllib.request import getproxies

import aiohttp
import httpx
from yarl import URL

from flowdesigner.outgoing.clients import (
    LARGEST_ANSWER,
    TIMEOUT,
    TooLargeAnswerError,
    certainly_never_left,
    send,
    why_it_failed,
    why_not_connected,
)
from flowdesigner.outgoing.transport import make_session, proxy_for

_GZIP = zlib.MAX_WBITS | 32
"""Either of the two heads that gzip and deflate may have."""
_JSON = {"Content-Type": "application/json"}
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})


class UnansweredError(Exception):
    """There is no answer. `never_left` says why the call certainly never left; "" when it may have arrived."""

    def __init__(self, never_left: str = "") -> None:
        super().__init__(never_left)
        self.never_left = never_left


class UnreadableAnswerError(Exception):
    """There is an answer, too large or packed in a way that cannot be undone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; names of headers in any case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        """Whether it is 2xx."""
        return 200 <= self.status < 300

    def link(self, relation: str) -> str:
        """Where its `Link` header leads; "" when it names no such relation."""
        named = httpx.Response(self.status, headers=list(self.headers.items())).links
        return named.get(relation, {}).get("url", "")


class Wire(Protocol):
    """Makes calls; UnansweredError or UnreadableAnswerError, neither of which holds what was sent."""

    async def send(self, method: str, url: str, content: bytes | None, seconds: float | None = None) -> Answer:
        """One call; `seconds` to wait longer than usual."""

    async def close(self) -> None:
        """Give the connections back."""


class DirectWire:
    """Over aiohttp; for one event loop."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = {"Accept-Encoding": "gzip, deflate", **headers}
        self._proxies = getproxies()
        self._session: aiohttp.ClientSession | None = None
        self._limits = _limits(None)

    async def send(self, method: str, url: str, content: bytes | None, seconds: float | None = None) -> Answer:
        """One call; `seconds` to wait longer than usual."""
        if self._session is None:
            self._session = make_session(httpx.create_ssl_context(), headers=self._headers)
        address = URL(url, encoded=True)
        limits = self._limits if seconds is None else _limits(seconds)
        proxy = proxy_for(self._proxies, address.scheme, address.host or "") or None if self._proxies else None
        headers = None if content is None else _JSON
        try:
            async with self._session.request(
                method, address, data=content, headers=headers, timeout=limits, proxy=proxy, allow_redirects=False
            ) as response:
                return Answer(response.status, response.headers, _unpacked(response, await _body(response)))
        except (aiohttp.ClientConnectorError, aiohttp.ClientProxyConnectionError) as error:
            raise UnansweredError(why_it_failed(error)) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise UnansweredError from None

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()


class ClientWire:
    """Over a client of httpx's."""

    def __init__(self, client: httpx.AsyncClient, headers: Mapping[str, str]) -> None:
        self._client = client
        self._headers = httpx.Headers(client.headers)
        self._headers.update(headers)
        self._with_body = httpx.Headers(self._headers)
        self._with_body.update(_JSON)

    async def send(self, method: str, url: str, content: bytes | None, seconds: float | None = None) -> Answer:
        """One call; `seconds` to wait longer than usual."""
        timeout = self._client.timeout if seconds is None else httpx.Timeout(seconds, pool=TIMEOUT.pool)
        headers = self._headers if content is None else self._with_body
        extensions = {"timeout": timeout.as_dict()}
        request = httpx.Request(method, url, content=content, headers=headers, extensions=extensions)
        try:
            response = await send(self._client, request)
        except (TooLargeAnswerError, httpx.DecodingError):
            raise UnreadableAnswerError from None
        except httpx.HTTPError as error:
            raise UnansweredError(why_not_connected(error) if certainly_never_left(error) else "") from None
        return Answer(response.status_code, response.headers, response.content)

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()


def _limits(seconds: float | None) -> aiohttp.ClientTimeout:
    connect, read = (TIMEOUT.connect, TIMEOUT.read) if seconds is None else (seconds, seconds)
    return aiohttp.ClientTimeout(total=None, connect=TIMEOUT.pool, sock_connect=connect, sock_read=read)


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """The body as it came, but no more of it than a bound."""
    if response.content_length is not None and response.content_length <= LARGEST_ANSWER:
        return await response.read()
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_any():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise UnreadableAnswerError
        parts.append(part)
    return b"".join(parts)


def _unpacked(response: aiohttp.ClientResponse, body: bytes) -> bytes:
    """The body as it was meant, within the same bound."""
    packing = response.headers.get("Content-Encoding", "").lower()
    if packing in ("", "identity") or not body:
        return body
    if packing not in _PACKED:
        raise UnreadableAnswerError
    # Some send deflate without any head.
    ways = (_GZIP, -zlib.MAX_WBITS) if packing == "deflate" else (_GZIP,)
    for way in ways:
        inflater = zlib.decompressobj(way)
        with suppress(zlib.error):
            found = inflater.decompress(body, LARGEST_ANSWER)
            if inflater.eof:
                return found
    raise UnreadableAnswerError

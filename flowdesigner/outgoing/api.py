"""Calls to addresses that authors have written: bounded in time and size, never into the own network.

Errors are ApiCallErrors that name the server, and nothing of what was sent.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx

from flowdesigner import __version__
from flowdesigner.errors import ApiCallError, BlockedAddressError
from flowdesigner.outgoing.clients import (
    TooLargeAnswerError,
    certainly_never_left,
    make_client,
    send,
    why_not_connected,
)
from flowdesigner.outgoing.discretion import discreet
from flowdesigner.outgoing.guard import Guard

LARGEST = 1024 * 1024
"""Bytes of an answer that are read."""
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LOOKS = frozenset({"GET", "HEAD"})
"""Methods that are followed when the answer leads elsewhere; others would be sent twice."""
OWN = (("Accept", "application/json, text/*;q=0.8, */*;q=0.5"), ("User-Agent", f"flowdesigner/{__version__}"))
"""Headers of every call whose author has none of that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """One call. `has_secrets`: it is for one server only."""

    method: str
    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    content: bytes | None = field(default=None, repr=False)
    seconds: float = 10.0
    has_secrets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAnswer:
    """Status, headers and text of the answer, and how long it took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str = field(repr=False)
    seconds: float


class ApiClient:
    """Makes the calls; to be used on one event loop, and closed at the end."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._client: httpx.AsyncClient | None = None

    async def call(self, request: ApiRequest) -> ApiAnswer:
        """Make it; ApiCallError, in words, when there is no answer that can be used."""
        if self._client is None:
            self._client = make_client(guard=self._guard)
        begun = time.monotonic()
        try:
            first = self._first(request)
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise ApiCallError("The address makes no sense once its variables are filled in.") from error
        host = first.url.host
        try:
            with discreet():
                async with asyncio.timeout(request.seconds):
                    answer = await self._follow(first, request)
        except TimeoutError:
            raise ApiCallError(f"{host} did not answer in {request.seconds:g} seconds.") from None
        except BlockedAddressError as error:
            raise ApiCallError(str(error)) from error
        except TooLargeAnswerError as error:
            raise ApiCallError(f"The answer of {host} is larger than {LARGEST // 1024} KB.") from error
        except httpx.TimeoutException as error:
            raise ApiCallError(_unanswered(host, error) or f"{host} did not answer in time.") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            told = _unanswered(host, error) or f"{host} gave no answer that can be read."
            raise ApiCallError(told) from error
        headers = tuple((name, value) for name, value in answer.headers.multi_items())
        return ApiAnswer(status=answer.status_code, headers=headers, text=answer.text, seconds=time.monotonic() - begun)

    def _first(self, request: ApiRequest) -> httpx.Request:
        given = {name.lower() for name, _ in request.headers}
        own = tuple(header for header in OWN if header[0].lower() not in given)
        return self._built(request.method, httpx.URL(request.url), (*own, *request.headers), request)

    def _built(
        self, method: str, url: httpx.URL, headers: tuple[tuple[str, str], ...], request: ApiRequest
    ) -> httpx.Request:
        if url.scheme not in ("http", "https") or not url.host:
            raise httpx.InvalidURL("no server")
        if self._client is None:
            raise RuntimeError("closed")
        encoded = [(name.encode("ascii"), _header(value)) for name, value in headers]
        content = request.content if method == request.method else None
        timeout = httpx.Timeout(request.seconds)
        return self._client.build_request(method, url, headers=encoded, content=content, timeout=timeout)

    async def _follow(self, first: httpx.Request, request: ApiRequest) -> httpx.Response:
        """The answer, after redirects."""
        if self._client is None:
            raise RuntimeError("closed")
        following = first
        for _ in range(MOST_REDIRECTS + 1):
            answer = await send(self._client, following, most=LARGEST)
            place = answer.headers.get("location", "")
            if answer.status_code not in REDIRECTS or not place or request.method not in LOOKS:
                return answer
            following = self._next(following, place, request)
        raise ApiCallError(f"{first.url.host} leads from one address to the next, more than {MOST_REDIRECTS} times.")

    def _next(self, before: httpx.Request, place: str, request: ApiRequest) -> httpx.Request:
        url = before.url.join(place)
        if before.url.scheme == "https" and url.scheme != "https":
            raise ApiCallError(f"{before.url.host} leads to an address that is not https, which is not followed.")
        if _origin(url) == _origin(before.url):
            return self._built(request.method, url, _plain(before), request)
        if request.has_secrets:
            raise ApiCallError(
                f"{before.url.host} leads to another server, {url.host}, to which the secrets of this call are not"
                " sent. Write that address into the block, if it is meant."
            )
        # Another server gets nothing that was written for this one.
        return self._built(request.method, url, OWN, request)

    async def close(self) -> None:
        """Give the connections back."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _unanswered(host: str, error: Exception) -> str:
    """Why the call never left; "" when it did."""
    return f"{host} could not be reached: {why_not_connected(error)}." if certainly_never_left(error) else ""


def _header(value: str) -> bytes:
    """A header's value in one line, whatever a variable has brought in."""
    return "".join(" " if letter in "\r\n\0" else letter for letter in value).strip().encode("utf-8", "replace")


def _plain(request: httpx.Request) -> tuple[tuple[str, str], ...]:
    """The headers of a request, without those that its own connection needs."""
    own = {"host", "content-length", "connection", "transfer-encoding", "accept-encoding"}
    return tuple(
        (name.decode("ascii"), value.decode("utf-8", "replace"))
        for name, value in request.headers.raw
        if name.decode("ascii").lower() not in own
    )


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80)

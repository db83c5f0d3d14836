"""The one maker of HTTP clients: httpx over aiohttp's transport, with time limits and a bound on what is read.

aiohttp's transport takes a fraction of the CPU of httpx's own at many calls at once; see docs/performance.md.
"""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy

import aiohttp
import httpx

from flowdesigner.outgoing.guard import Guard
from flowdesigner.outgoing.transport import Transport

TIMEOUT = httpx.Timeout(5.0, pool=60.0)
"""Seconds. A call that began longer ago has landed or never will; the runtime relies on that."""
LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes; the largest conversation of Intercom (500 parts) is well below."""


class TooLargeAnswerError(httpx.TransportError):
    """An answer that is larger than anything asked for."""


def make_client(
    base_url: str = "",
    *,
    headers: dict[str, str] | None = None,
    timeout: httpx.Timeout = TIMEOUT,
    guard: Guard | None = None,
) -> httpx.AsyncClient:
    """A client that follows no redirects, keeps no cookies and honours the environment's proxies.

    With a `guard`, for calls to addresses that authors have written, it refuses private addresses
    (BlockedAddressError) and uses no proxy, which would look the names up where the guard does not see it.
    """
    return httpx.AsyncClient(
        base_url=base_url,
        headers=headers,
        timeout=timeout,
        transport=Transport(guard),
        follow_redirects=False,
        # One customer's cookies must not come along with another's calls.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )


async def send(client: httpx.AsyncClient, request: httpx.Request, *, most: int = LARGEST_ANSWER) -> httpx.Response:
    """Send and read the answer, but no more of it than `most` bytes (TooLargeAnswerError)."""
    response = await client.send(request, stream=True)
    try:
        if is_small(response, most):
            await response.aread()
            return response
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > most:
                raise TooLargeAnswerError(f"The answer is larger than {most} bytes.", request=request)
            parts.append(part)
    finally:
        await response.aclose()
    headers = [(name, value) for name, value in response.headers.multi_items() if name not in _BODY_HEADERS]
    return httpx.Response(response.status_code, headers=headers, content=b"".join(parts), request=request)


def is_small(response: httpx.Response, most: int) -> bool:
    """Whether the answer says of itself that it has at most so many bytes; a packed one may be larger than it says."""
    length = response.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= most and "content-encoding" not in response.headers


_BODY_HEADERS = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def certainly_never_left(error: Exception) -> bool:
    """Whether a call failed before anything was sent: refused, no such host, no TLS.

    Through aiohttp's transport a server that closes after the request looks like a connection that timed out; only the
    cause tells them apart.
    """
    if isinstance(error.__cause__, aiohttp.ClientConnectorError):
        return True
    return isinstance(error, httpx.ConnectError) and error.__cause__ is None


def why_not_connected(error: Exception) -> str:
    """In words why a call of an httpx client never left."""
    return why_it_failed(error.__cause__)


def why_it_failed(cause: BaseException | None) -> str:
    """In words why aiohttp found no connection."""
    if isinstance(cause, aiohttp.ClientConnectorDNSError):
        return "there is no such host, or no network"
    if isinstance(cause, aiohttp.ClientSSLError):
        return "there is no safe connection to it (its certificate, or the network's)"
    if isinstance(cause, aiohttp.ClientProxyConnectionError):
        return "the proxy that the environment names does not answer"
    return "nobody answers there, or there is no network"

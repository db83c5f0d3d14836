"""How a call gets out: aiohttp's transport, through the environment's proxy, or past a guard to the address itself."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import partial
from socket import AddressFamily
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from httpx_aiohttp import AiohttpTransport

from flowdesigner.outgoing.guard import Guard

MOST_CONNECTIONS = 100


class Transport(httpx.AsyncBaseTransport):
    """One aiohttp session for each proxy that is used, and one for none."""

    # aiohttp's own `trust_env` is not used: it asks two threads at every call and lets a .netrc refuse our token.

    def __init__(self, guard: Guard | None = None) -> None:
        self._guard = guard
        self._context = httpx.create_ssl_context()
        self._proxies = {} if guard else getproxies()
        self._ways: dict[str, AiohttpTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it; BlockedAddressError when the guard refuses."""
        url = request.url
        if self._guard:
            self._guard.check_literal(url.host)
        try:
            return await self._way(proxy_for(self._proxies, url.scheme, url.host)).handle_async_request(request)
        except aiohttp.ClientError as error:
            # What httpx-aiohttp does not translate: above all an answer that is not HTTP.
            raise httpx.RemoteProtocolError("The answer is not HTTP.", request=request) from error

    async def aclose(self) -> None:
        """Give all connections back."""
        for way in self._ways.values():
            await way.aclose()

    def _way(self, proxy: str) -> AiohttpTransport:
        if proxy not in self._ways:
            self._ways[proxy] = AiohttpTransport(
                verify=self._context,
                proxy=httpx.Proxy(proxy) if proxy else None,
                client=partial(make_session, self._context, self._guard),
            )
        return self._ways[proxy]


def make_session(
    context: ssl.SSLContext, guard: Guard | None = None, *, headers: Mapping[str, str] | None = None
) -> aiohttp.ClientSession:
    """A session that keeps no cookies and hands bodies on as they came; with the guard, if there is one."""
    resolver = GuardedResolver(guard) if guard else None
    connector = aiohttp.TCPConnector(limit=MOST_CONNECTIONS, ttl_dns_cache=60, ssl=context, resolver=resolver)
    jar = aiohttp.DummyCookieJar()
    return aiohttp.ClientSession(connector=connector, cookie_jar=jar, headers=headers, auto_decompress=False)


def proxy_for(proxies: Mapping[str, str], scheme: str, host: str) -> str:
    """The proxy that the environment names for such an address; "" for none."""
    proxy = proxies.get(scheme) or proxies.get("all") or ""
    return "" if not proxy or proxy_bypass(host) else proxy


class GuardedResolver(AbstractResolver):
    """Gives a host's addresses only when the guard lets all of them through."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`; BlockedAddressError when one of them is not allowed."""
        found = await self._inner.resolve(host, port, family)
        for one in found:
            self._guard.check(host, one["host"])
        return found

    async def close(self) -> None:
        """Nothing is kept open."""
        await self._inner.close()

"""Keeps what stands in an address out of logs: httpx writes every address there, with all that was filled in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import httpx

_is_discreet: ContextVar[bool] = ContextVar("is_discreet", default=False)


class _Discretion(logging.Filter):
    """Leaves the server of an address, while a discreet call is made; other calls are logged as ever."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record stays, without the rest of the address."""
        if _is_discreet.get() and isinstance(record.args, tuple):
            record.args = tuple(_server(one) if isinstance(one, httpx.URL) else one for one in record.args)
        return True


def _server(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}/\N{HORIZONTAL ELLIPSIS}"


@contextmanager
def discreet() -> Iterator[None]:
    """While this is open, logs see the servers that are called, and nothing more of their addresses."""
    before = _is_discreet.set(True)
    try:
        yield
    finally:
        _is_discreet.reset(before)


logging.getLogger("httpx").addFilter(_Discretion())

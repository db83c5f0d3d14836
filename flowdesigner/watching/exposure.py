"""`Exposure`: who may read the metrics. They hold no word of a customer's, but say how busy the bot is."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal, Self
from urllib.parse import urlsplit

from flowdesigner.errors import ConfigurationError
from flowdesigner.settings import METRICS, from_environment

SHORTEST = 16
"""Letters of a token."""
BY_PROXIES = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")
"""Headers that say that somebody else asks through a proxy."""
HERE_ONLY = f"Metrics are shown on the bot's own machine only; {METRICS} may say otherwise."
WITH_TOKEN = f"Metrics are shown to those who know the token in {METRICS}."

Kind = Literal["local", "public", "off", "token"]


@dataclass(frozen=True, slots=True)
class Exposure:
    """One of four kinds; with a token it must come as `Authorization: Bearer …`."""

    kind: Kind = "local"
    token: str = field(default="", repr=False)

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """What the environment says; ConfigurationError for a token that could be guessed."""
        told = from_environment(METRICS, environ) or "local"
        if told in ("local", "public", "off"):
            kind: Kind = told  # type: ignore[assignment]
            return cls(kind)
        if len(told) < SHORTEST or not told.isascii():
            raise ConfigurationError(
                f"{METRICS} must be “local”, “public”, “off”, or a token of {SHORTEST} letters and digits or more."
            )
        return cls("token", told)

    def refusal(self, sender: str, headers: Mapping[str, str], http_version: str = "1.1") -> tuple[int, str] | None:
        """Status and sentence for somebody who may not read them, None for who may; header names in any case."""
        if self.kind == "off":
            return 404, "Not found."
        if self.kind == "token":
            return None if self._knows_token(headers.get("Authorization", "")) else (401, WITH_TOKEN)
        return None if self.kind == "public" or is_from_here(sender, headers, http_version) else (403, HERE_ONLY)

    def _knows_token(self, given: str) -> bool:
        kind, _, token = given.partition(" ")
        return kind.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), self.token.encode())


def is_from_here(sender: str, headers: Mapping[str, str], http_version: str) -> bool:
    """Whether somebody on this machine asks, and not through a proxy on it.

    A proxy gives itself away by its headers, by the name that it was asked under, or, as nginx does unless it is told
    otherwise, by HTTP 1.0.
    """
    asked_for = urlsplit(f"//{headers.get('Host', '')}").hostname or ""
    return (
        is_loopback(sender)
        and (asked_for == "localhost" or is_loopback(asked_for))
        and http_version != "1.0"
        and not any(name in headers for name in BY_PROXIES)
    )


def is_loopback(address: str) -> bool:
    """Whether it is an address of this machine's own."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback

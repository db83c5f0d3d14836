"""OAuth's state: codes that were given out, tokens that they were exchanged for, tokens that have ended."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from flowdesigner.sandbox.refusal import RefusedError, invalid

LIFETIME = 600
"""Seconds that a code may be exchanged within."""
HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class Consent:
    """Who may do what; `clock` gives unix seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._codes: dict[str, tuple[str, float]] = {}
        self._ended: set[str] = set()
        self.tokens: set[str] = set()

    def allow(self, client_id: str) -> str:
        """A code, as Intercom's with a sign at its end that must be encoded."""
        code = f"{secrets.token_urlsafe(18)}="
        self._codes[code] = (client_id, self._clock() + LIFETIME)
        return code

    def redeem(self, code: str, client_id: str) -> str:
        """The token for a code; each code once, for the client that it was given to."""
        owner, until = self._codes.pop(code, ("", 0.0))
        if not owner or owner != client_id or until < self._clock():
            raise invalid("The authorization code is invalid or has expired", field="code", status=400)
        token = f"dG9rOm{secrets.token_urlsafe(24)}"
        self.tokens.add(token)
        return token

    def end(self, token: str) -> None:
        """The token is good for nothing from now on."""
        self.tokens.discard(token)
        self._ended.add(token)

    def has_ended(self, token: str) -> bool:
        """Whether the app was uninstalled with it."""
        return token in self._ended


def way_back(redirect: str, registered: frozenset[str], **parameters: str) -> str:
    """Where the browser goes; refused when the address is not registered, or is neither HTTPS nor on this computer."""
    address = redirect or next(iter(sorted(registered)), "")
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
        raise RefusedError(400, "redirect_uri_invalid", "The redirect must be an HTTPS address")
    if registered and address not in registered:
        raise RefusedError(400, "redirect_uri_mismatch", "The redirect is not registered for this app")
    if not parameters:
        return address
    separator = "&" if parts.query else "?"
    return f"{address}{separator}{urlencode(parameters)}"

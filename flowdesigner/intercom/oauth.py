"""Intercom's OAuth: where to send the workspace's owner, what the code is exchanged for, and the end of it.

No scopes (they are check-boxes of the app), no PKCE, no refresh, no expiry. The redirect must be HTTPS and registered.
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlencode

from flowdesigner.intercom.answers import nonsense
from flowdesigner.intercom.client import Intercom

APP_HOSTS = {"US": "https://app.intercom.com", "EU": "https://app.eu.intercom.com", "AU": "https://app.au.intercom.com"}


def new_state() -> str:
    """A state that nobody guesses; keep it until the owner comes back."""
    return secrets.token_urlsafe(32)


def is_state(given: str, kept: str) -> bool:
    """Whether the one who comes back is the one who was sent."""
    return bool(kept) and hmac.compare_digest(given.encode(), kept.encode())


def authorize_url(client_id: str, state: str, *, redirect: str = "", app_url: str = APP_HOSTS["US"]) -> str:
    """Where the owner allows the app."""
    wanted = {"client_id": client_id, "state": state, **({"redirect_uri": redirect} if redirect else {})}
    return f"{app_url.rstrip('/')}/oauth?{urlencode(wanted)}"


async def exchange(intercom: Intercom, *, code: str, client_id: str, client_secret: str) -> str:
    """The access token for a code; `intercom` may have an empty token."""
    body = {"code": code, "client_id": client_id, "client_secret": client_secret}
    what = "exchange the code for an access token"
    data = await intercom.write("POST", "/auth/eagle/token", body, what=what)
    if not (token := data.get("token") or data.get("access_token")):
        raise nonsense(what)
    return str(token)


async def uninstall(intercom: Intercom) -> None:
    """Take the app out of the workspace; its token ends."""
    await intercom.write("POST", "/auth/uninstall", None, what="uninstall the app")

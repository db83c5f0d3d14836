"""How Intercom is reached and asked: its addresses, the version, the token."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from flowdesigner.errors import ConfigurationError

VERSION = "2.16"
REGIONS: Mapping[str, str] = {
    "US": "https://api.intercom.io",
    "EU": "https://api.eu.intercom.io",
    "AU": "https://api.au.intercom.io",
}


def headers_for(token: str) -> dict[str, str]:
    """What every call carries; without a token it asks as nobody. ConfigurationError for what is no token."""
    token = token.strip()
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigurationError("The access token holds characters that no token has; copy it again, and only it.")
    named = {"Authorization": f"Bearer {token}"} if token else {}
    return {**named, "Intercom-Version": VERSION, "Accept": "application/json"}


def address_of(api_url: str) -> str:
    """The API's address, without a slash at its end; ConfigurationError for what is none."""
    try:
        url = httpx.URL(api_url.strip())
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise ConfigurationError(f"“{api_url}” is no address of an API. Intercom's are {', '.join(REGIONS.values())}.")
    return api_url.strip().rstrip("/")

"""Intercom's signature of a notification: HMAC-SHA1 of the raw body with the app's client secret.

Source: Intercom's developer page on signed notifications (`X-Hub-Signature: sha1=<hex>`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "sha1="


def sign(body: bytes, secret: str) -> str:
    """The value of the header `X-Hub-Signature` for exactly these bytes."""
    return PREFIX + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()


def is_signed(body: bytes, header: str, secrets: Iterable[str]) -> bool:
    """Whether one of the secrets signed these bytes; compared in constant time, every secret each time."""
    given = header.encode("utf-8", "replace")
    matches = [hmac.compare_digest(sign(body, secret).encode(), given) for secret in secrets if secret]
    return any(matches)

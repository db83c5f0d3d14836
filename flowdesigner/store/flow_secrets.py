"""`FlowSecrets`: the secrets that flows name (`{secret.crm_token}`), apart from those of the channel.

The environment goes before what is kept: `FLOWDESIGNER_FLOW_SECRET_CRM_TOKEN`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from flowdesigner.errors import ConfigurationError
from flowdesigner.settings import FLOW_SECRET, from_environment
from flowdesigner.store.secrets import Secrets

PREFIX = "flow."
NAME = re.compile(r"[A-Za-z]\w{0,63}", re.ASCII)


class FlowSecrets:
    """Secrets of a bot's flows by the names that authors gave them."""

    def __init__(self, secrets: Secrets, environ: Mapping[str, str] = os.environ) -> None:
        self._secrets = secrets
        self._environ = environ

    def set(self, name: str, text: str) -> None:
        """Keep the secret; ConfigurationError for a name that a flow could not write, or nothing to keep."""
        if not NAME.fullmatch(name):
            raise ConfigurationError(f"“{name}” cannot name a secret: use letters, digits and underscores.")
        if not text:
            raise ConfigurationError(f"There is nothing to keep as “{name}”.")
        self._secrets.set(PREFIX + name, text)

    def get(self, name: str) -> str | None:
        """The secret, or None; SecretError when the key at hand does not open it."""
        return from_environment(FLOW_SECRET + name.upper(), self._environ) or self._secrets.get(PREFIX + name)

    def forget(self, name: str) -> None:
        """Drop it."""
        self._secrets.forget(PREFIX + name)

    def names(self) -> list[str]:
        """The names under which something is kept."""
        return [name.removeprefix(PREFIX) for name in self._secrets.names() if name.startswith(PREFIX)]

    def has(self, name: str) -> bool:
        """Whether a call would find it, whatever the key."""
        return bool(from_environment(FLOW_SECRET + name.upper(), self._environ)) or self._secrets.has(PREFIX + name)

    def __repr__(self) -> str:
        return "FlowSecrets()"

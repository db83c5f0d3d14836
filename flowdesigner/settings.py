"""What the environment decides: ports, folders and the variables `FLOWDESIGNER_*`. Read once where it is needed."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_config_path

DESIGNER_PORT = 8866
SANDBOX_PORT = 4000
LISTENER_PORT = 8080
SANDBOX_CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105 (opens nothing but a sandbox)
SANDBOX_BOT_TEAM = "6100005"
SANDBOX_BOT_AGENT = "7400001"
WEBHOOK_PATH = "/webhooks/intercom"
OAUTH_PATH = "/oauth/intercom"

ACCESS_TOKEN = "FLOWDESIGNER_INTERCOM_ACCESS_TOKEN"  # noqa: S105 (the variable's name, not a token)
CLIENT_SECRET = "FLOWDESIGNER_INTERCOM_CLIENT_SECRET"  # noqa: S105
API_URL = "FLOWDESIGNER_INTERCOM_API_URL"
APP_URL = "FLOWDESIGNER_INTERCOM_APP_URL"
BOT_TEAMS = "FLOWDESIGNER_BOT_TEAMS"
BOT_AGENT = "FLOWDESIGNER_BOT_AGENT"
DATABASE_URL = "FLOWDESIGNER_DATABASE_URL"
SANDBOX_TOKEN = "FLOWDESIGNER_SANDBOX_TOKEN"  # noqa: S105
SECRET_KEY = "FLOWDESIGNER_SECRET_KEY"  # noqa: S105
TRUSTED_PROXIES = "FLOWDESIGNER_TRUSTED_PROXIES"
"""Addresses of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, separated by commas."""
LOG_FORMAT = "FLOWDESIGNER_LOG_FORMAT"
"""`text` (the default) or `json`."""
LOG_LEVEL = "FLOWDESIGNER_LOG_LEVEL"
"""`debug`, `info` (the default), `warning` or `error`; customers' words come at `debug` only."""
METRICS = "FLOWDESIGNER_METRICS"
"""Who may read `/metrics`: `local` (the default), `public`, `off`, or a token."""
ALLOWED_ADDRESSES = "FLOWDESIGNER_ALLOWED_ADDRESSES"
"""Hosts and networks inside the own network that blocks may call all the same, separated by commas."""
FLOW_SECRET = "FLOWDESIGNER_FLOW_SECRET_"  # noqa: S105
"""Followed by a secret's name in capitals: a secret that flows name, for bots that run where nobody enters any."""
KEEP_DAYS = "FLOWDESIGNER_KEEP_{}_DAYS"
"""How many days something is kept; the names are those of `flowdesigner.store.retention`, in capitals."""
BOT_FOLDER = "FLOWDESIGNER_BOT"
"""The bot that the designer's notebook opens."""


def from_environment(name: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The variable's value, or None when it is unset or blank."""
    return environ.get(name, "").strip() or None


def user_name(environ: Mapping[str, str] = os.environ) -> str:
    """Who works here: the user of the Jupyter hub, else of the computer; "" when nobody knows."""
    if name := from_environment("JUPYTERHUB_USER", environ):
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def sandbox_environ(url: str, token: str = "", client_secret: str = SANDBOX_CLIENT_SECRET) -> dict[str, str]:
    """The environment that connects a bot to the sandbox at this address; one without a token takes any."""
    return {
        ACCESS_TOKEN: token or "sandbox",
        API_URL: url,
        BOT_AGENT: SANDBOX_BOT_AGENT,
        BOT_TEAMS: SANDBOX_BOT_TEAM,
        CLIENT_SECRET: client_secret,
    }


def config_folder() -> Path:
    """Where the user's keys are kept; not inside any bot's folder."""
    return user_config_path("flowdesigner", appauthor=False)

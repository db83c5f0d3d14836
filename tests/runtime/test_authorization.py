"""Access that a workspace's owner authorizes, against the sandbox's own page of consent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.errors import ConfigurationError, OurFaultError
from flowdesigner.intercom.client import Intercom
from flowdesigner.runtime import authorization
from flowdesigner.runtime.account import read_channels
from flowdesigner.sandbox.server import RunningSandbox, running_sandbox
from flowdesigner.settings import SANDBOX_CLIENT_SECRET
from flowdesigner.store.store import Store

BACK = "http://127.0.0.1:8080/oauth/intercom"


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def settings(sandbox: RunningSandbox) -> ChannelSettings:
    return ChannelSettings(api_url=sandbox.url, client_id="app-1")


def answered(url: str, *, answer: str = "allow") -> dict[str, str]:
    """What the owner's browser brings back."""
    page = httpx.get(url).text
    fields = dict(re.findall(r'name="(client_id|state|redirect_uri)" value="([^"]*)"', page))
    fields = {name: value.replace("&amp;", "&") for name, value in fields.items()}
    sent = httpx.post(url.split("?")[0], data={**fields, "answer": answer})
    assert sent.status_code == 303
    return {name: values[0] for name, values in parse_qs(urlsplit(sent.headers["Location"]).query).items()}


async def test_the_owner_allows_it_and_the_token_is_kept(store: Store, settings: ChannelSettings) -> None:
    url = authorization.begin(store, settings, redirect=BACK, environ={})
    assert url.startswith(f"{settings.api_url}/oauth?")
    given = answered(url)
    assert given["code"].endswith("=")
    await authorization.finish(
        store, settings, code=given["code"], state=given["state"], client_secret=SANDBOX_CLIENT_SECRET
    )
    token = read_channels(store, {})["intercom"].access_token
    async with Intercom(token, api_url=settings.api_url) as intercom:
        assert (await intercom.me()).app is not None
    with pytest.raises(ConfigurationError, match="used already"):
        await authorization.finish(
            store, settings, code=given["code"], state=given["state"], client_secret=SANDBOX_CLIENT_SECRET
        )


@pytest.mark.parametrize(
    ("code", "state", "secret", "said"),
    [
        ("c", "another", SANDBOX_CLIENT_SECRET, "not asked for here"),
        ("", "", SANDBOX_CLIENT_SECRET, "not allowed"),
        ("c", "", "", "client secret is missing"),
        ("c", "", "wrong", "refused the client secret"),
        ("forged", "", SANDBOX_CLIENT_SECRET, "invalid or has expired"),
    ],
)
async def test_what_is_not_good_is_said_and_keeps_nothing(
    store: Store, settings: ChannelSettings, code: str, state: str, secret: str, said: str
) -> None:
    url = authorization.begin(store, settings, redirect=BACK, environ={})
    given = state or parse_qs(urlsplit(url).query)["state"][0]
    with pytest.raises((ConfigurationError, OurFaultError), match=said):
        await authorization.finish(store, settings, code=code, state=given, client_secret=secret)
    assert not store.secrets.has("intercom.access_token")


async def test_after_an_hour_it_is_too_late(store: Store, settings: ChannelSettings) -> None:
    state = parse_qs(urlsplit(authorization.begin(store, settings, redirect=BACK, environ={})).query)["state"][0]
    before = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    store.settings.set(authorization.KEPT.format("intercom"), {"state": authorization.digest(state), "until": before})
    with pytest.raises(ConfigurationError, match="longer than an hour"):
        await authorization.finish(store, settings, code="c", state=state, client_secret=SANDBOX_CLIENT_SECRET)


def test_what_is_missing_is_said_before(store: Store, settings: ChannelSettings) -> None:
    with pytest.raises(ConfigurationError, match="public address"):
        authorization.begin(store, settings, environ={})
    with pytest.raises(ConfigurationError, match="client ID"):
        authorization.begin(store, ChannelSettings(), redirect=BACK, environ={})


@pytest.mark.parametrize(
    ("api_url", "environ", "host"),
    [
        ("https://api.eu.intercom.io", {}, "https://app.eu.intercom.com"),
        ("http://127.0.0.1:4000", {}, "http://127.0.0.1:4000"),
        (
            "https://api.intercom.io",
            {"FLOWDESIGNER_INTERCOM_APP_URL": "http://127.0.0.1:4001"},
            "http://127.0.0.1:4001",
        ),
    ],
)
def test_the_owner_is_sent_to_the_pages_of_the_region(api_url: str, environ: dict[str, str], host: str) -> None:
    assert authorization.app_url(ChannelSettings(api_url=api_url), environ) == host

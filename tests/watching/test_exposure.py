"""Who may read the metrics of a bot whose listener the world can reach through a proxy."""

from __future__ import annotations

import httpx
import pytest

from flowdesigner.errors import ConfigurationError
from flowdesigner.settings import METRICS
from flowdesigner.watching.exposure import Exposure

TOKEN = "a-token-of-some-length"


def may_read(told: str, sender: str = "127.0.0.1", version: str = "1.1", **headers: str) -> bool:
    asked = {"Host": "127.0.0.1:8080"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Exposure.of({METRICS: told}).refusal(sender, httpx.Headers(asked, encoding="utf-8"), version) is None


@pytest.mark.parametrize("told", ["", "local"])
def test_by_default_the_own_machine_may(told: str) -> None:
    assert may_read(told)
    assert may_read(told, "::1", Host="localhost:8080")
    assert may_read(told, "::ffff:127.0.0.1", Host="[::1]:8080")


def test_by_default_nobody_else_may() -> None:
    assert not may_read("", "203.0.113.9")
    assert not may_read("", "10.0.0.7")
    assert not may_read("", "")


@pytest.mark.parametrize(
    "header", ["X_Forwarded_For", "x_forwarded_proto", "Forwarded", "X_Real_IP", "Via", "X_Forwarded_Host"]
)
def test_by_default_nobody_may_who_comes_through_a_proxy_on_this_machine(header: str) -> None:
    assert not may_read("", **{header: "127.0.0.1"})


def test_by_default_a_proxy_that_says_nothing_gives_itself_away() -> None:
    assert not may_read("", Host="bot.example.com")
    assert not may_read("", version="1.0")


def test_everybody_may_where_that_is_wanted() -> None:
    assert may_read("public", "203.0.113.9", Host="bot.example.com", X_Forwarded_For="203.0.113.9")


def test_nobody_may_where_that_is_wanted() -> None:
    assert Exposure.of({METRICS: "off"}).refusal("127.0.0.1", {"Host": "localhost"}) == (404, "Not found.")


def test_with_a_token_those_may_who_know_it() -> None:
    assert may_read(TOKEN, "203.0.113.9", Authorization=f"Bearer {TOKEN}")
    assert not may_read(TOKEN, "127.0.0.1")
    for wrong in (f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer", TOKEN, "Bearer größer"):
        assert not may_read(TOKEN, Authorization=wrong)


@pytest.mark.parametrize("told", ["true", "0.0.0.0", "ein-schlüssel-der-lang-ist"])
def test_what_could_be_guessed_or_meant_otherwise_is_refused(told: str) -> None:
    with pytest.raises(ConfigurationError, match="16 letters") as refused:
        Exposure.of({METRICS: told})
    assert told not in str(refused.value)


def test_the_token_is_not_shown() -> None:
    assert TOKEN not in repr(Exposure.of({METRICS: TOKEN}))

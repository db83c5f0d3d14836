"""From the workspace's owner to an access token."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from flowdesigner.errors import IntercomDownError, NotAuthorizedError
from flowdesigner.intercom import oauth
from tests.intercom.scripted import Time, client, error


def test_the_owner_is_sent_to_the_region_of_the_workspace() -> None:
    url = urlsplit(
        oauth.authorize_url("id", "s/+=", redirect="https://bot.example/back", app_url=oauth.APP_HOSTS["EU"])
    )
    assert (url.hostname, url.path) == ("app.eu.intercom.com", "/oauth")
    assert parse_qs(url.query) == {
        "client_id": ["id"],
        "state": ["s/+="],
        "redirect_uri": ["https://bot.example/back"],
    }


def test_a_redirect_is_optional() -> None:
    assert oauth.authorize_url("id", "s") == "https://app.intercom.com/oauth?client_id=id&state=s"


def test_only_who_was_sent_comes_back() -> None:
    kept = oauth.new_state()
    assert oauth.is_state(kept, kept)
    assert kept != oauth.new_state()
    for given in ("", kept[:-1], "ü"):
        assert not oauth.is_state(given, kept)
    assert not oauth.is_state("", "")


async def test_a_code_is_exchanged_for_a_token() -> None:
    answer = {"token_type": "Bearer", "token": "tok", "access_token": "tok"}
    intercom, asked = client(Time(), httpx.Response(200, json=answer), token="")
    assert await oauth.exchange(intercom, code="abc=", client_id="id", client_secret="secret") == "tok"
    assert (asked[0].method, asked[0].url.path) == ("POST", "/auth/eagle/token")
    assert "Authorization" not in asked[0].headers
    assert asked[0].read() == b'{"code":"abc=","client_id":"id","client_secret":"secret"}'


async def test_an_exchange_without_a_token_is_intercoms_fault() -> None:
    intercom, _ = client(Time(), httpx.Response(200, json={"token_type": "Bearer"}), token="")
    with pytest.raises(IntercomDownError, match="exchange the code"):
        await oauth.exchange(intercom, code="abc=", client_id="id", client_secret="secret")


async def test_a_refused_exchange_repeats_no_secret() -> None:
    intercom, _ = client(Time(), error(401, "unauthorized"), token="")
    with pytest.raises(NotAuthorizedError) as caught:
        await oauth.exchange(intercom, code="abc=", client_id="id", client_secret="very-secret")
    assert "very-secret" not in f"{caught.value} {caught.value!r}"
    assert "abc=" not in str(caught.value)


async def test_the_app_is_taken_out_of_the_workspace() -> None:
    intercom, asked = client(Time(), httpx.Response(200, content=b""))
    await oauth.uninstall(intercom)
    assert (asked[0].method, asked[0].url.path) == ("POST", "/auth/uninstall")

"""An app is allowed in the browser, gets a code, exchanges it for a token, and is uninstalled."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from flowdesigner.sandbox import Sandbox
from tests.sandbox.subscriber import Clock

BACK = "https://bot.example.com/oauth/callback"
ASKED = {"client_id": "app-1", "state": "s&1", "redirect_uri": BACK}


async def allowed(api: httpx.AsyncClient, **changes: str) -> dict[str, str]:
    """What the browser brings back."""
    answer = await api.post("/oauth", data={**ASKED, "answer": "allow", **changes})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{BACK}?")
    return {name: value for name, [value] in parse_qs(urlsplit(answer.headers["location"]).query).items()}


async def exchange(api: httpx.AsyncClient, sandbox: Sandbox, code: str, **changes: str) -> httpx.Response:
    given = {"code": code, "client_id": "app-1", "client_secret": sandbox.settings.client_secret, **changes}
    return await api.post("/auth/eagle/token", data=given, headers={"Authorization": ""})


async def test_from_the_link_to_a_token_and_its_end(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    sandbox.settings.token = "the owner's"
    page = await api.get("/oauth", params=ASKED)
    assert "Allow this app in Acme?" in page.text
    assert BACK in page.text
    brought = await allowed(api)
    assert brought["state"] == "s&1"
    assert brought["code"].endswith("=")
    token = (await exchange(api, sandbox, brought["code"])).json()
    assert token == {"token_type": "Bearer", "token": token["token"], "access_token": token["token"]}
    headers = {"Authorization": f"Bearer {token['token']}"}
    assert (await api.get("/me", headers=headers)).status_code == 200
    assert (await api.post("/auth/uninstall", headers=headers)).status_code == 200
    assert (await api.get("/me", headers=headers)).status_code == 401


async def test_who_does_not_allow_is_sent_back_with_an_error(api: httpx.AsyncClient) -> None:
    assert await allowed(api, answer="refuse") == {"error": "access_denied", "state": "s&1"}


async def test_a_code_is_good_once(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    code = (await allowed(api))["code"]
    assert (await exchange(api, sandbox, code)).status_code == 200
    assert (await exchange(api, sandbox, code)).status_code == 400


async def test_a_code_is_for_its_app_only(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    assert (await exchange(api, sandbox, (await allowed(api))["code"], client_id="app-2")).status_code == 400


async def test_a_code_ends_after_ten_minutes(sandbox: Sandbox, api: httpx.AsyncClient, clock: Clock) -> None:
    code = (await allowed(api))["code"]
    clock.now += 601
    assert (await exchange(api, sandbox, code)).json()["errors"][0]["field"] == "code"


async def test_a_wrong_secret_gets_no_token_and_costs_no_code(sandbox: Sandbox, api: httpx.AsyncClient) -> None:
    code = (await allowed(api))["code"]
    assert (await exchange(api, sandbox, code, client_secret="wrong")).status_code == 401
    assert (await exchange(api, sandbox, code)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"client_id": ""}, "The link names no app (client_id)."),
        ({"redirect_uri": "http://bot.example.com/"}, "The redirect must be an HTTPS address."),
        ({"redirect_uri": "javascript:alert(1)"}, "The redirect must be an HTTPS address."),
        ({"redirect_uri": "https://elsewhere.example.com/"}, "The redirect is not registered for this app."),
        ({"redirect_uri": "", "client_id": "<script>"}, ""),
    ],
)
async def test_a_wrong_link_is_said_and_leads_nowhere(
    sandbox: Sandbox, api: httpx.AsyncClient, changes: dict[str, str], said: str
) -> None:
    sandbox.settings.redirects = frozenset({BACK})
    page = await api.get("/oauth", params={**ASKED, **changes})
    assert said in page.text
    assert page.status_code == (400 if said else 200)
    assert "<script>" not in page.text
    if said:
        assert (await api.post("/oauth", data={**ASKED, **changes, "answer": "allow"})).status_code == 400


async def test_an_address_on_this_computer_may_be_without_https_and_keeps_its_own_parameters(
    api: httpx.AsyncClient,
) -> None:
    here = "http://127.0.0.1:8080/callback?a=1"
    answer = await api.post("/oauth", data={**ASKED, "redirect_uri": here, "answer": "refuse"})
    assert answer.headers["location"] == f"{here}&error=access_denied&state=s%261"

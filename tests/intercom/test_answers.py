"""Every error says whose fault it is and what to do, and keeps what Intercom calls it."""

from __future__ import annotations

import logging
import traceback

import httpx
import pytest

from flowdesigner.errors import (
    ConfigurationError,
    IntercomDownError,
    NetworkError,
    NotAuthorizedError,
    NotConnectedError,
    NotFoundError,
    OurFaultError,
)
from flowdesigner.intercom.client import Intercom
from flowdesigner.ports import free_port
from tests.intercom.scripted import Time, client, error
from tests.outgoing.servers import serving

TOKEN = "tok-secret-0001"


async def reply(intercom: Intercom) -> object:
    return await intercom.conversations.reply("1", agent="2", body="<p>Hello</p>")


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (error(401, "token_unauthorized"), NotAuthorizedError, "Copy the access token again"),
        (error(401, "unauthorized", "Access Token Invalid"), NotAuthorizedError, "this workspace and region"),
        (error(401, "something_new"), NotAuthorizedError, "Copy the access token again"),
        (error(403, "api_plan_restricted"), NotAuthorizedError, "plan"),
        (error(403, "forbidden"), NotAuthorizedError, "tick it in the Developer Hub"),
        (error(404, "not_found", "Conversation not found"), NotFoundError, "Conversation not found"),
        (error(422, "assignee_not_found"), NotFoundError, "Choose another team"),
        (error(400, "admin_not_found"), NotFoundError, "Choose another bot agent"),
        (error(410, "contact_merged"), NotFoundError, "part of another one"),
        (error(422, "parameter_invalid", "body is required"), OurFaultError, "body is required"),
    ],
)
async def test_an_error_says_whose_fault_it_is(answer: httpx.Response, kind: type[OurFaultError], words: str) -> None:
    intercom, asked = client(Time(), answer)
    with pytest.raises(kind, match=words) as caught:
        await reply(intercom)
    assert (caught.value.request_id, caught.value.status) == ("r-1", answer.status_code)
    assert str(caught.value).startswith("Intercom refused to add a comment in conversation 1: ")
    assert len(asked) == 1


@pytest.mark.parametrize("status", [301, 302, 404, 405])
async def test_a_server_that_is_not_intercom_points_to_the_address(status: int) -> None:
    intercom, _ = client(Time(), httpx.Response(status, text="<html>", headers={"Location": "https://elsewhere"}))
    with pytest.raises(OurFaultError, match=r"Is the API address right\?"):
        await reply(intercom)


@pytest.mark.parametrize("body", ["<html>", "[]", "7", '"ok"', '{"id": {"a": 1}}', "{}"])
async def test_an_answer_that_makes_no_sense_is_intercoms_fault(body: str) -> None:
    intercom, _ = client(Time(), httpx.Response(200, text=body))
    with pytest.raises(IntercomDownError, match="nonsense") as caught:
        await reply(intercom)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("body", ['{"admins": 7}', '{"admins": [1]}', '{"admins": [{"name": "nobody"}]}'])
async def test_a_list_that_makes_no_sense_is_intercoms_fault(body: str) -> None:
    intercom, _ = client(Time(), httpx.Response(200, text=body))
    with pytest.raises(IntercomDownError, match="list teammates"):
        await intercom.teammates.list()


async def test_a_list_that_is_left_out_is_empty() -> None:
    intercom, _ = client(Time(), httpx.Response(200, json={}), httpx.Response(200, json={"teams": None}))
    assert await intercom.teammates.list() == []
    assert await intercom.teammates.teams() == ()


async def test_intercoms_header_names_the_call_where_its_body_does_not() -> None:
    answer = httpx.Response(404, json={"errors": []}, headers={"X-Request-Id": "r-9"})
    intercom, _ = client(Time(), answer)
    with pytest.raises(NotFoundError) as caught:
        await reply(intercom)
    assert caught.value.request_id == "r-9"


async def test_a_port_that_nobody_listens_on_is_told_from_a_server_that_hangs_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    time = Time()
    async with Intercom(TOKEN, api_url=f"http://127.0.0.1:{free_port()}", clock=time, sleep=time.sleep) as intercom:
        with pytest.raises(NotConnectedError, match="nobody answers there") as refused:
            await reply(intercom)

    async def hang_up(reader: object, writer: object) -> None:
        pass

    async with serving(hang_up) as server, Intercom(TOKEN, api_url=server.url, sleep=time.sleep) as intercom:
        with pytest.raises(NetworkError) as lost:
            await reply(intercom)
    assert not isinstance(lost.value, NotConnectedError)
    for caught in (refused.value, lost.value):
        told = traceback.TracebackException.from_exception(caught, capture_locals=True)
        assert TOKEN not in "".join(told.format())
    assert TOKEN not in caplog.text


async def test_the_token_is_in_no_error_and_no_repr() -> None:
    intercom, _ = client(Time(), error(401, "token_unauthorized"), httpx.ReadTimeout("slow"), token=TOKEN)
    for _ in range(2):
        with pytest.raises((NotAuthorizedError, NetworkError)) as caught:
            await reply(intercom)
        told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        assert TOKEN not in f"{caught.value!r} {intercom!r} {''.join(told.format())}"


@pytest.mark.parametrize("token", ["to ken", "tok\nen", "tökén", "tok\x00en"])
def test_what_is_no_token_is_said_before_it_is_sent(token: str) -> None:
    with pytest.raises(ConfigurationError, match="copy it again") as caught:
        Intercom(token, client=httpx.AsyncClient())
    assert token not in str(caught.value)


async def test_spaces_around_a_token_do_no_harm() -> None:
    intercom, asked = client(Time(), httpx.Response(200, json={"type": "tag.list"}), token=f"  {TOKEN}\n")
    await intercom.tags.list()
    assert asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("address", ["", "api.intercom.io", "ftp://api.intercom.io", "https://", "EU"])
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(ConfigurationError, match=r"https://api\.eu\.intercom\.io"):
        Intercom(TOKEN, api_url=address, client=httpx.AsyncClient())

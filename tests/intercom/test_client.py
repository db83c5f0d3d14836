"""When the client tries again, when it does not, and what its errors say."""

from __future__ import annotations

import httpx
import pytest

from flowdesigner.errors import (
    IntercomDownError,
    NetworkError,
    NotConnectedError,
    NotFoundError,
    RateLimitError,
)
from flowdesigner.intercom.attempts import ATTEMPTS
from flowdesigner.intercom.client import MOST_MOVES, Intercom
from tests.intercom.scripted import TALK, Answer, Time, client, error, fine


async def reply(intercom: Intercom) -> object:
    return await intercom.conversations.reply("1", agent="2", body="<p>Hello</p>")


async def test_a_read_is_tried_again_with_growing_pauses() -> None:
    time = Time()
    intercom, asked = client(time, error(500, "server_error"), httpx.ReadTimeout("slow"), fine())
    assert (await intercom.conversations.get("1")).id == "1"
    assert len(asked) == 3
    assert time.slept == sorted(time.slept)
    assert len(set(time.slept)) == 2


async def test_a_read_gives_up_after_a_while() -> None:
    intercom, asked = client(Time(), *[error(502, "bad_gateway")] * ATTEMPTS)
    with pytest.raises(IntercomDownError, match="try again later"):
        await intercom.conversations.get("1")
    assert len(asked) == ATTEMPTS


@pytest.mark.parametrize("doubt", [error(500, "server_error"), httpx.ReadTimeout("slow"), httpx.ReadError("closed")])
async def test_a_write_that_may_have_been_done_is_not_repeated(doubt: Answer) -> None:
    intercom, asked = client(Time(), doubt)
    with pytest.raises((IntercomDownError, NetworkError)) as caught:
        await reply(intercom)
    assert not isinstance(caught.value, NotConnectedError)
    assert len(asked) == 1


async def test_a_write_that_never_left_is_repeated() -> None:
    intercom, asked = client(Time(), httpx.ConnectError("refused"), fine())
    await reply(intercom)
    assert len(asked) == 2


async def test_after_429_a_write_waits_for_the_reset() -> None:
    time = Time()
    headers = {"X-RateLimit-Limit": "1666", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.now) + 7)}
    limited = httpx.Response(429, json={"errors": [{"code": "rate_limit_exceeded"}]}, headers=headers)
    intercom, asked = client(time, limited, fine())
    await reply(intercom)
    assert len(asked) == 2
    assert 7 <= sum(time.slept) < 9


async def test_a_429_for_ever_says_when_to_go_on() -> None:
    intercom, _ = client(Time(), *[error(429, "rate_limit_exceeded")] * ATTEMPTS)
    with pytest.raises(RateLimitError, match="rate limit") as caught:
        await reply(intercom)
    assert caught.value.retry_at.tzinfo


async def test_a_merged_contact_is_the_one_it_was_merged_into() -> None:
    link = {"Link": '<https://api.intercom.io/contacts/new>; rel="canonical"'}
    moved = httpx.Response(410, json={"errors": [{"code": "contact_merged"}]}, headers=link)
    intercom, asked = client(Time(), moved, httpx.Response(200, json={"id": "new", "name": "Mia"}))
    assert (await intercom.contacts.get("old")).id == "new"
    assert [request.url.path for request in asked] == ["/contacts/old", "/contacts/new"]


async def test_a_tag_for_a_merged_contact_goes_to_the_one_it_was_merged_into() -> None:
    """The write was certainly not carried out. Intercom's own description has the link without a host."""
    moved = httpx.Response(410, json={}, headers={"Link": '</contacts/new>; rel="canonical"'})
    intercom, asked = client(Time(), moved, httpx.Response(200, json={"id": "9", "name": "vip"}))
    assert (await intercom.contacts.tag("old", tag="9")).name == "vip"
    assert [request.url.path for request in asked] == ["/contacts/old/tags", "/contacts/new/tags"]
    assert asked[0].content == asked[1].content


async def test_the_token_follows_a_merged_contact_to_no_other_host() -> None:
    moved = httpx.Response(410, json={}, headers={"Link": '<https://evil.example/contacts/new>; rel="canonical"'})
    intercom, asked = client(Time(), moved, httpx.Response(200, json={"id": "new"}))
    await intercom.contacts.get("old")
    assert {request.url.host for request in asked} == {"api.intercom.io"}


async def test_contacts_that_were_merged_in_a_circle_are_nowhere() -> None:
    moved = httpx.Response(410, json={}, headers={"Link": '</contacts/old>; rel="canonical"'})
    intercom, _ = client(Time(), *[moved] * MOST_MOVES)
    with pytest.raises(NotFoundError, match="show contact old"):
        await intercom.contacts.get("old")


async def test_a_search_goes_through_all_pages_in_the_body() -> None:
    pages = [
        {"conversations": [{**TALK, "id": "1"}], "pages": {"next": {"starting_after": "abc"}}},
        {"conversations": [{**TALK, "id": "2"}], "pages": {}},
    ]
    intercom, asked = client(Time(), *[httpx.Response(200, json=page) for page in pages])
    found = [talk.id async for talk in intercom.conversations.search({"field": "open", "operator": "=", "value": True})]
    assert found == ["1", "2"]
    assert b'"starting_after":"abc"' in asked[1].content
    assert not asked[1].url.query


async def test_a_search_that_does_not_get_on_ends() -> None:
    page = {"conversations": [TALK], "pages": {"next": {"starting_after": "abc"}}}
    intercom, asked = client(Time(), *[httpx.Response(200, json=page)] * 3)
    found = [talk.id async for talk in intercom.conversations.search({"field": "open", "operator": "=", "value": True})]
    assert (len(found), len(asked)) == (2, 2)


async def test_a_caller_that_notes_each_write_hears_of_a_429_at_once() -> None:
    time = Time()
    intercom, asked = client(time, error(429, "rate_limit_exceeded"), fine(), repeats_writes=False)
    for _ in range(2):
        with pytest.raises(RateLimitError) as caught:
            await reply(intercom)
        assert caught.value.retry_at.timestamp() == time.now + 10
    assert (len(asked), time.slept) == (1, [])
    time.now += 10
    await reply(intercom)


async def test_a_caller_that_notes_each_write_hears_of_a_refused_connection_at_once() -> None:
    intercom, asked = client(Time(), httpx.ConnectError("refused"), error(500, "x"), fine(), repeats_writes=False)
    with pytest.raises(NotConnectedError):
        await reply(intercom)
    assert len(asked) == 1
    assert (await intercom.conversations.get("1")).id == "1"


async def test_calls_wait_for_a_place_in_the_window() -> None:
    time = Time()
    headers = {"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": str(int(time.now) + 4)}
    answers = [httpx.Response(200, json=TALK, headers=headers if not n else {}) for n in range(3)]
    intercom, _ = client(time, *answers)
    await reply(intercom)
    await reply(intercom)
    assert time.slept == []
    await reply(intercom)
    assert time.slept == [4.5]


async def test_an_id_stays_one_piece_of_the_path() -> None:
    intercom, asked = client(Time(), fine())
    await intercom.conversations.get("../admins?x")
    assert asked[0].url.raw_path == b"/conversations/..%2Fadmins%3Fx"

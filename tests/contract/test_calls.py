"""Every call that the client makes is one that Intercom's own description allows, and its answers are understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import httpx
import pytest
from openapi_core.validation.request.exceptions import RequestBodyValidationError
from openapi_core.validation.response.exceptions import InvalidData

from flowdesigner.errors import IntercomError, NotAuthorizedError, NotFoundError, OurFaultError
from flowdesigner.intercom.changed import Changed
from flowdesigner.intercom.client import VERSION, Intercom
from flowdesigner.intercom.objects import IntercomObject
from tests.contract.calls import CALLS, CONTACT, TALK
from tests.contract.description import HOST, Description, Example

pytestmark = pytest.mark.shared
KINDS = {401: NotAuthorizedError, 403: NotAuthorizedError, 404: NotFoundError, 410: NotFoundError}


def asking(answer: Callable[[httpx.Request], httpx.Response]) -> Intercom:
    return Intercom("token", client=httpx.AsyncClient(transport=httpx.MockTransport(answer)))


@pytest.mark.parametrize("name", CALLS)
async def test_a_call_is_as_intercom_describes_it(name: str, description: Description) -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return description.example(request)

    await CALLS[name](asking(answer))
    assert len(requests) == 1
    request = requests[0]
    method, path = name.split()[:2]
    assert request.method == method
    assert request.url.path.replace(TALK, "{}").replace(CONTACT, "{}").removesuffix("/9").removesuffix("/77") in path
    assert request.headers["Intercom-Version"] == VERSION
    assert request.headers["Authorization"] == "Bearer token"
    description.validate_request(request)


@pytest.mark.parametrize("name", CALLS)
async def test_an_answer_as_intercom_describes_it_is_understood(name: str, description: Description) -> None:
    given: list[httpx.Response] = []

    def answer(request: httpx.Request) -> httpx.Response:
        given.append(description.example(request))
        description.validate_answer(request, given[-1])
        return given[-1]

    result = await CALLS[name](asking(answer))
    data = given[0].json()
    if isinstance(result, IntercomObject):
        assert getattr(result, "id") == str(data["id"])  # noqa: B009 - not every object has one
    elif isinstance(result, Changed):
        assert {part.id for part in result.newest_first()} == {str(part["id"]) for part in parts_of(data)}
    elif isinstance(result, list | tuple):
        assert len(result) == len(members(data))
    else:
        assert result == data or result == data["conversation_id"]


def parts_of(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a conversation; examples leave out what is empty."""
    found: list[dict[str, Any]] = (data.get("conversation_parts") or {}).get("conversation_parts") or []
    return found


def members(data: dict[str, object]) -> list[object]:
    """The one list that an answer is about."""
    found = data.get("data") if isinstance(data.get("data"), dict) else data
    assert isinstance(found, dict)
    names = ("data", "admins", "teams", "conversations", "articles")
    return next(list(found[name]) for name in names if isinstance(found.get(name), Iterable))


@pytest.mark.parametrize("name", CALLS)
async def test_an_error_that_intercom_describes_is_one_of_ours(name: str, description: Description) -> None:
    for example in await described(name, description):
        with pytest.raises(OurFaultError) as caught:
            await CALLS[name](asking(lambda request, given=example: given.response()))  # type: ignore[misc]
        assert isinstance(caught.value, KINDS.get(example.status, IntercomError))
        first = example.body["errors"][0]
        assert (caught.value.status, caught.value.code) == (example.status, first["code"])
        assert first["message"].rstrip(".") in str(caught.value)
        assert caught.value.request_id == (example.body.get("request_id") or "")


async def described(name: str, description: Description) -> list[Example]:
    """The errors that the description shows for a call, each as it allows them."""
    errors: list[Example] = []

    def answer(request: httpx.Request) -> httpx.Response:
        errors.extend(example for example in description.examples(request) if example.status >= 400)
        for example in errors:
            description.validate_answer(request, example.response())
        return description.example(request)

    await CALLS[name](asking(answer))
    return errors


async def test_the_description_refuses_what_is_wrong(description: Description) -> None:
    """Else the tests above would say nothing."""
    address, headers = f"{HOST}/conversations/{TALK}/reply", {"Authorization": "Bearer token"}
    request = httpx.Request("POST", address, headers=headers, json={"message_type": "shout"})
    with pytest.raises(RequestBodyValidationError):
        description.validate_request(request)
    wrong = httpx.Response(200, json={"type": "conversation", "id": 7, "conversation_parts": "none"})
    with pytest.raises(InvalidData):
        description.validate_answer(request, wrong)

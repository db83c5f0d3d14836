"""Call API."""

from __future__ import annotations

from typing import Any

import pytest

from flowdesigner.blocks.call_api import CallApi
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.chats.wording import act_of, line_of
from flowdesigner.flow.api_call import CallApi as Call
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import Value
from flowdesigner.flow.sealed import Sealed, Unsealing
from flowdesigner.interpreter.act import AnswerNext
from flowdesigner.testing import Talk, talk, visit

URL = "https://api.example.com/orders/{order}"


def shop(*ports: str, **form: Any) -> Flow:
    """Looks an order up, and says by which way it went on."""
    flow = Flow("Main")
    call = flow.add(CallApi(**{"url": URL, "answer": [{"path": "order.status", "variable": "status"}], **form}))
    flow.connect(flow.add(Start()), call)
    for port in ports or [one.id for one in call.ports()]:
        flow.connect(call, flow.add(SendMessage(text=f"{port} {{status}}")), port=port)
    return flow


def ask(flow: Flow, status: int, body: str = "", **facts: Value) -> Talk:
    """Hello, with the call answered so."""
    begun = talk(flow, facts={"order": "1001", **facts})
    begun.rehearsal.perform(AnswerNext(status, body))
    return begun.say("hi")


def text_of(sealed: Sealed | None, **secrets: str) -> str:
    return Unsealing(secrets.get).open(sealed or ())


def called(block: CallApi, **variables: Value) -> Call:
    """The call that the block asks for."""
    turn = visit(block, variables=variables)
    block.enter(turn)
    (request,) = turn.requests
    assert isinstance(request.action, Call)
    return request.action


def test_what_is_wanted_of_the_answer_is_kept() -> None:
    done = ask(shop(), 200, '{"order": {"status": "sent", "secret": 1}}')
    assert done.lines == ["customer: hi", "called GET https://api.example.com/orders/{order}: 200", "bot: 2xx sent"]
    assert done.variables == {"status": "sent"}


@pytest.mark.parametrize(
    ("status", "way"),
    [(201, "2xx"), (404, "404"), (400, "4xx"), (422, "4xx"), (500, "5xx"), (503, "5xx"), (302, "failed")],
)
def test_the_status_decides_how_it_goes_on(status: int, way: str) -> None:
    assert ask(shop(statuses=["404"]), status).lines[-1] == f"bot: {way}"


def test_a_call_that_fails_goes_on_by_failed_and_clears_what_an_earlier_one_has_left() -> None:
    failing = talk(shop(), "hi", facts={"order": "1"}, fails=lambda action: "no network" * isinstance(action, Call))
    assert failing.lines[-1] == "bot: failed"
    assert failing.variables == {"status": None}


@pytest.mark.parametrize("status", [404, 500, 304])
def test_a_failure_without_a_way_of_its_own_reaches_people(status: int) -> None:
    lines = ask(shop("2xx"), status).lines
    assert (
        lines[-1]
        == f"something went wrong: GET https://api.example.com/orders/{{order}} was answered with status {status}."
    )
    assert "handed over to the inbox of your people" in lines


def test_without_an_answer_of_the_author_the_example_is_taken() -> None:
    flow = shop(example='{"order": {"status": "packed"}}')
    assert talk(flow, "hi", facts={"order": "1"}).lines[-1] == "bot: 2xx packed"


def test_without_an_example_nothing_is_made_up_and_nothing_is_called() -> None:
    lines = talk(shop(), "hi", facts={"order": "1"}).lines
    assert lines[-2].endswith("Not called here, and the block has no example answer. Give it one.")
    assert lines[-1] == "bot: failed"


def test_answers_are_given_one_after_another() -> None:
    flow = shop()
    again = flow.add(CallApi(url="https://api.example.com/again"), id="again")
    flow.connect(flow.after("call_api", "2xx") or "", again)
    flow.connect(again, flow.add(SendMessage(text="Not there"), id="gone"), port="4xx")
    begun = talk(flow, facts={"order": "1"})
    for act in (AnswerNext(200, "{}"), AnswerNext(404)):
        begun.rehearsal.perform(act)
    assert begun.say("hi").lines[-2:] == ["called GET https://api.example.com/again: 404", "bot: Not there"]


@pytest.mark.parametrize("act", [AnswerNext(404), AnswerNext(200, '{"a": {"b": 1}}')])
def test_an_answer_is_a_line_of_a_kept_chat(act: AnswerNext) -> None:
    assert act_of(line_of(act)) == act


def test_what_a_customer_writes_stays_one_part_of_the_address() -> None:
    call = called(CallApi(url=f"{URL}?shop={{shop}}"), order="a/b?c=d&e#f", shop="x&y=z")
    assert text_of(call.url) == "https://api.example.com/orders/a%2Fb%3Fc%3Dd%26e%23f?shop=x%26y%3Dz"


@pytest.mark.parametrize("order", ["..", ".", "", "  ", None])
def test_an_order_that_leads_elsewhere_is_not_looked_up(order: Value) -> None:
    done = talk(shop(), "hi", facts={"order": order})
    assert done.lines == ["customer: hi", "bot: failed"]


def test_what_a_customer_writes_stays_a_value_of_the_body() -> None:
    body = '{"email": "{email}", "note": {"text": "From {name}"}, "count": "{count}", "tags": ["{tags}", 1, true]}'
    block = CallApi(method="POST", url=URL, body_type="json", body=body)
    call = called(block, order="1", email='a"}, "admin": true', name='"M"', count=3, tags=["x", "y"])
    assert text_of(call.body) == (
        '{"email": "a\\"}, \\"admin\\": true", "note": {"text": "From \\"M\\""},'
        ' "count": 3, "tags": [["x", "y"], 1, true]}'
    )
    assert [(name, text_of(value)) for name, value in call.headers] == [("Content-Type", "application/json")]


def test_a_form_is_encoded_field_by_field() -> None:
    block = CallApi(method="POST", url=URL, body_type="form", body='{"grant type": "a&b", "user": "{user}", "n": 1}')
    call = called(block, order="1", user="m=n&o")
    assert text_of(call.body) == "grant%20type=a%26b&user=m%3Dn%26o&n=1"


def test_secrets_are_left_out_of_what_is_asked_for() -> None:
    block = CallApi(
        url=URL,
        headers=[{"name": "Authorization", "value": "Basic {secret.login|base64}"}, {"name": "X", "value": "{said}"}],
    )
    call = called(block, order="1", said="{secret.login}")
    told = dict(call.headers)
    assert text_of(told["Authorization"], login="me:word") == "Basic bWU6d29yZA=="
    # What a customer writes is never read as the name of a secret.
    assert text_of(told["X"], login="me:word") == "{secret.login}"
    assert Call.from_data(call.to_data()) == call


def test_a_call_is_no_variable_of_its_own_making() -> None:
    block = CallApi(url=URL, headers=[{"name": "A", "value": "{secret.token} {who}"}], body="{unused}")
    assert block.reads() == {"order", "who"}
    assert block.secrets() == {"token"}
    assert block.exposes() == {"order"}
    assert CallApi(url="http://x.example/{a}", headers=[{"name": "A", "value": "{b}"}]).exposes() == {"a", "b"}


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "api.example.com"}, "url"),
        ({"url": "ftp://example.com/"}, "url"),
        ({"url": "https://{host}/orders"}, "url"),
        ({"url": "https://api.example.com{path}"}, "url"),
        ({"url": "https://{secret.token}/"}, "url"),
        ({"url": "https://user@example.com/"}, "url"),
        ({"headers": [{"name": "a b", "value": "c"}]}, "headers"),
        ({"headers": [{"name": "Host", "value": "c"}]}, "headers"),
        ({"body_type": "json", "body": '{"a": {b}}'}, "body"),
        ({"body_type": "form", "body": '{"a": {"b": "c"}}'}, "body"),
        ({"answer": [{"path": "a..b", "variable": "x"}]}, "answer"),
        ({"answer": [{"path": "", "variable": "x"}]}, "answer"),
        ({"answer": [{"path": "a", "variable": ""}]}, "answer"),
        ({"statuses": ["404", "not found"]}, "statuses"),
    ],
)
def test_its_faults(form: dict[str, Any], field: str) -> None:
    faults = list(CallApi(**{"url": URL, **form}).faults())
    assert field in {fault.field for fault in faults if fault.severity == "error"}


@pytest.mark.parametrize("url", [URL, "https://{shop}.example.com/x", "http://localhost:8080/a", "https://[::1]:80/a"])
def test_addresses_that_are_fine(url: str) -> None:
    assert not list(CallApi(url=url).faults())


def test_a_secret_that_others_could_read_is_warned_of() -> None:
    token = [{"name": "Authorization", "value": "Bearer {secret.token}"}]
    plain = [(one.field, one.severity) for one in CallApi(url="http://crm.example.com/", headers=token).faults()]
    assert plain == [("url", "warning")]
    in_address = [one.severity for one in CallApi(url="https://crm.example.com/?key={secret.token}").faults()]
    assert in_address == ["warning"]
    assert not list(CallApi(url="https://crm.example.com/", headers=token).faults())

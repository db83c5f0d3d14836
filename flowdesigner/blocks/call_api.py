"""Call API: ask or tell another system over HTTP, keep parts of its answer, and go on by its status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from flowdesigner.flow.address import (
    in_logs,
    is_decided_by_a_variable,
    is_safe_to_send,
    sealed_address,
    server,
)
from flowdesigner.flow.api_call import CallApi as Call
from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.body import is_form, json_of, sealed_form, sealed_json
from flowdesigner.flow.event import ActionDone, ActionFailed
from flowdesigner.flow.json_path import is_path
from flowdesigner.flow.sealed import PREFIX, Sealed, seal, secrets_in
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn, WaitForAction

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
BodyType = Literal["none", "json", "form", "text"]
BODY_LABELS: JsonDict = {"none": "None", "json": "JSON", "form": "Form", "text": "Text"}
CONTENT_TYPES: dict[BodyType, str] = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "text": "text/plain; charset=utf-8",
}
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
OWN_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer"})
"""What the connection says of itself; an author's value would break it."""


class Header(BaseModel):
    """A header of the call: its name and its value."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str = Field(default="", title="Name")
    """Such as Authorization."""
    value: Template = Field(default=Template(""), title="Value")
    """Such as Bearer {secret.crm_token}."""


class Kept(BaseModel):
    """A part of the answer that is kept: where it stands, and in which variable it goes."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    path: str = Field(default="", title="Field of the answer")
    """Such as order.items[0].name."""
    variable: str = Field(default="", title="Variable", json_schema_extra={"x-widget": "variable"})
    """Texts and conditions after this block can use it."""


class CallApi(Block):
    """Calls an address, keeps fields of the answer in variables, and goes on by the status."""

    kind: ClassVar[str] = "call_api"
    label: ClassVar[str] = "Call API"
    group: ClassVar[Group] = "reach"
    order: ClassVar[int] = 1

    method: Method = Field(default="GET", title="Method", json_schema_extra={"x-widget": "select"})
    """GET asks and changes nothing; POST creates; PUT and PATCH change; DELETE deletes."""
    url: Template = Field(
        default=Template(""),
        title="Address",
        json_schema_extra={
            "x-widget": "text",
            "x-placeholder": "https://api.example.com/orders/{order_number}",
            "x-secrets": True,
        },
    )
    """Begins with https://. Type { for a variable; secrets are {secret.name}."""
    headers: tuple[Header, ...] = Field(
        default=(),
        title="Headers",
        json_schema_extra={"x-widget": "pairs", "x-suggest": "headers", "x-secrets": True},
    )
    """Sent with the call, for example Authorization with Bearer {secret.crm_token}."""
    body_type: BodyType = Field(
        default="none", title="Body", json_schema_extra={"x-widget": "select", "x-labels": BODY_LABELS}
    )
    """What is sent besides; GET usually has none."""
    body: Template = Field(
        default=Template(""),
        title="Content of the body",
        json_schema_extra={
            "x-widget": "text",
            "x-lines": 8,
            "x-secrets": True,
            "x-when": {"body_type": ["json", "form", "text"]},
        },
    )
    """JSON with variables in its texts: {"email": "{email}"}. A text that is one variable alone becomes its value."""
    timeout: int = Field(default=10, ge=1, le=60, title="Seconds to wait", json_schema_extra={"x-widget": "number"})
    """Without an answer after so many seconds the conversation goes on by “Failed”."""
    answer: tuple[Kept, ...] = Field(default=(), title="Keep of the answer", json_schema_extra={"x-widget": "mapping"})
    """Fields of the answer, each with the variable that it goes into."""
    statuses: tuple[str, ...] = Field(
        default=(),
        title="Statuses with a way of their own",
        json_schema_extra={"x-widget": "tags", "x-placeholder": "404"},
    )
    """Such as 404 for what does not exist."""
    example: str = Field(default="", title="Example answer", json_schema_extra={"x-widget": "plain", "x-lines": 8})
    """What Try it and kept chats answer in place of the call."""

    def ports(self) -> tuple[Port, ...]:
        """Success, statuses of their own, the other classes, and no usable answer at all."""
        own = [Port(status, f"Status {status}") for status in self.own_statuses()]
        return (
            Port("2xx", "Success"),
            *own,
            Port("4xx", "Refused", "400 to 499", required=False),
            Port("5xx", "Server error", "500 to 599", required=False),
            Port("failed", "Failed", "no answer", required=False),
        )

    def own_statuses(self) -> list[str]:
        """Each status once, without those that are none."""
        return list(dict.fromkeys(text.strip() for text in self.statuses if re.fullmatch(r"[2-5]\d\d", text.strip())))

    def summary(self) -> str:
        """`GET api.example.com/orders/{order_number}`."""
        address = in_logs(self.url)
        return f"{self.method} {address.partition('://')[2] or address}" if address else ""

    # What is wrong

    def faults(self) -> Iterator[Fault]:
        """An address, header, body or path that cannot work, or that would give something away."""
        yield from self._address_faults()
        for header in self.headers:
            if not HEADER_NAME.fullmatch(header.name):
                yield Fault("headers", f"“{header.name}” is no name of a header, so the call fails.")
            elif header.name.lower() in OWN_HEADERS:
                yield Fault("headers", f"“{header.name}” is set by the connection itself; remove it.")
        yield from self._body_faults()
        for kept in self.answer:
            if not kept.path.strip() or not is_path(kept.path):
                message = f"“{kept.path}” is no field of an answer. Write it like order.items[0].name."
                yield Fault("answer", message)
            elif not kept.variable:
                yield Fault("answer", f"No variable is chosen for “{kept.path}”, so it is forgotten.")
        for text in self.statuses:
            if text.strip() not in self.own_statuses():
                yield Fault("statuses", f"“{text}” is no status that an answer has: write a number from 200 to 599.")

    def _address_faults(self) -> Iterator[Fault]:
        if not self.url.strip():
            yield Fault("url", "There is no address, so nothing is called.")
        elif not server(self.url):
            yield Fault("url", "The address must begin with https:// and the name of a server, so nothing is called.")
        elif is_decided_by_a_variable(self.url):
            message = "A variable decides which server is called, so a customer could choose it. Write its name."
            yield Fault("url", message)
        elif self.secrets() and not is_safe_to_send(self.url):
            yield Fault("url", "The address is not https, so others can read the secret on its way.", "warning")
        if secrets_in(self.url):
            message = "A secret in the address ends up in logs of that server; most take it in a header."
            yield Fault("url", message, "warning")

    def _body_faults(self) -> Iterator[Fault]:
        if self.body_type == "json":
            try:
                json_of(self.body)
            except ValueError as error:
                message = f'The body is no JSON, so the call fails: {error}. Variables stand in quotes: "{{name}}".'
                yield Fault("body", message)
        elif self.body_type == "form" and not is_form(self.body):
            yield Fault("body", 'Write the fields of the form as {"name": "value"}, else the call fails.')

    # What it touches

    def reads(self) -> frozenset[str]:
        """The variables of its templates; secrets are none."""
        texts = self._sent()
        return frozenset(name for text in texts for name in text.variables() if not name.startswith(PREFIX))

    def writes(self) -> frozenset[str]:
        """The variables of the answer."""
        return frozenset(kept.variable for kept in self.answer) - {""}

    def secrets(self) -> frozenset[str]:
        """Those of its templates."""
        return secrets_in(*self._sent())

    def exposes(self) -> frozenset[str]:
        """Everything without https; with it what stands in the address."""
        return self.reads() & frozenset(self.url.variables()) if is_safe_to_send(self.url) else self.reads()

    def _sent(self) -> list[Template]:
        body = [self.body] if self.body_type != "none" else []
        return [self.url, *(header.value for header in self.headers), *body]

    # What it does

    def enter(self, turn: Turn) -> Answer:
        """Call, and wait for the answer."""
        try:
            url, body = sealed_address(self.url, turn.get), self._sealed_body(turn)
        except ValueError as error:
            return self._fail(turn, str(error))
        call = Call(
            method=self.method,
            url=url,
            headers=self._sealed_headers(turn),
            body=body,
            timeout=self.timeout,
            answer=tuple((kept.variable, kept.path) for kept in self.answer if kept.variable),
            shown=in_logs(self.url),
            example=self.example,
        )
        return WaitForAction(turn.do(call))

    def _sealed_headers(self, turn: Turn) -> tuple[tuple[str, Sealed], ...]:
        headers = tuple((header.name, seal(header.value, turn.get)) for header in self.headers)
        own = {name.lower() for name, _ in headers}
        if self.body_type != "none" and "content-type" not in own:
            headers = (*headers, ("Content-Type", (CONTENT_TYPES[self.body_type],)))
        return headers

    def _sealed_body(self, turn: Turn) -> Sealed | None:
        match self.body_type:
            case "json":
                return sealed_json(self.body, turn.get)
            case "form":
                return sealed_form(self.body, turn.get)
            case "text":
                return seal(self.body, turn.get)
            case _:
                return None

    def resume(self, turn: Turn) -> Answer:
        """Keep what is wanted of the answer, and go on by its status."""
        match turn.event:
            case ActionDone(result=result):
                return self._answered(turn, result.get("status"), result.get("values"))
            case ActionFailed(reason=reason):
                return self._fail(turn, reason)
            case _:
                return self._fail(turn, "The call was interrupted.")

    def _answered(self, turn: Turn, status: object, values: object) -> Answer:
        found = values if isinstance(values, dict) else {}
        for name in sorted(self.writes()):
            turn.set(name, found.get(name))
        text = str(status)
        port = text if text in self.own_statuses() else f"{text[0]}xx"
        if port not in {one.id for one in self.ports()}:
            return LeaveBy("failed", f"{self.method} {in_logs(self.url)} was answered with status {text}.")
        trouble = "" if port == "2xx" else f"{self.method} {in_logs(self.url)} was answered with status {text}."
        return LeaveBy(port, trouble)

    def _fail(self, turn: Turn, reason: str) -> Answer:
        """What an earlier call has left in the variables is no answer to this one."""
        for name in sorted(self.writes()):
            turn.set(name, None)
        return LeaveBy("failed", reason)

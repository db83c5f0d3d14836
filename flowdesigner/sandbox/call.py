"""`Call`: one call of the API under way, and `answered`, which answers it as Intercom does.

The token first, then the rate limit, faults on request, the version, the body; then the endpoint; errors as JSON.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from flowdesigner.sandbox import permissions
from flowdesigner.sandbox.faults import Fault
from flowdesigner.sandbox.rate_limit import exceeded
from flowdesigner.sandbox.refusal import RefusedError, invalid
from flowdesigner.sandbox.shapes import NEWEST, VERSIONS, Shape
from flowdesigner.sandbox.workspace import Workspace

if TYPE_CHECKING:
    from flowdesigner.sandbox.sandbox import Sandbox

Json = dict[str, Any]
Answer = Json | None


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """A call that the sandbox received, whatever came of it."""

    method: str
    path: str
    body: object
    status: int


@dataclass(frozen=True, slots=True)
class Call:
    """What an endpoint is given. `body` is {} when there is none."""

    sandbox: Sandbox
    request: Request
    body: Json
    version: str

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return self.sandbox.workspace

    @property
    def shape(self) -> Shape:
        """How to answer."""
        plain = self.request.query_params.get("display_as") == "plaintext"
        return Shape.of_answers(self.version, plain=plain)

    def id(self, name: str = "id") -> str:
        """A parameter in the path."""
        return str(self.request.path_params[name])

    def query(self, name: str) -> str | None:
        """A parameter behind the path."""
        return self.request.query_params.get(name)

    @property
    def token(self) -> str:
        """The token that the call bears."""
        return bearer(self.request)


Endpoint = Callable[[Call], Answer]
Handler = Callable[[Request], Awaitable[Response]]


def answered(sandbox: Sandbox, endpoint: Endpoint, *, needs_token: bool = True) -> Handler:
    """The endpoint as Starlette wants it."""

    async def handle(request: Request) -> Response:
        raw = await request.body()
        response = await _answer(sandbox, endpoint, request, raw, needs_token)
        sandbox.calls.append(RecordedCall(request.method, request.url.path, _shown(raw), response.status_code))
        if request.method != "GET":
            # Customers, tags and faults change without a conversation that tells of it.
            sandbox.live.tell()
        response.headers.update(sandbox.rate_limit.headers)
        response.headers["X-Request-Id"] = str(uuid4())
        return response

    return handle


async def _answer(sandbox: Sandbox, endpoint: Endpoint, request: Request, raw: bytes, needs_token: bool) -> Response:
    try:
        if needs_token:
            authorize(sandbox, request)
            permissions.demand(sandbox.settings.lacks, request.method, request.url.path)
        sandbox.rate_limit.count()
        fault = sandbox.faults.of_call(request.method, request.url.path)
        await _befall(sandbox, fault)
        answer = endpoint(Call(sandbox, request, _read(request, raw), _version(request)))
        if fault is not None and fault.kind == "answer_lost":
            raise RefusedError(500, "server_error", "The answer was lost on request")
    except RefusedError as refused:
        return JSONResponse(refused.to_data(), refused.status, refused.headers)
    return JSONResponse(answer) if answer is not None else Response(status_code=200)


async def _befall(sandbox: Sandbox, fault: Fault | None) -> None:
    """What goes wrong before anything is done."""
    match fault:
        case Fault(kind="rate_limited"):
            sandbox.rate_limit.exhaust()
            raise exceeded()
        case Fault(kind="failed"):
            raise RefusedError(500, "server_error", "Failed on request")
        case Fault(kind="slow", seconds=seconds):
            await asyncio.sleep(seconds)


def authorize(sandbox: Sandbox, request: Request) -> None:
    """Refuse whoever has no token, or one that is not good."""
    token = bearer(request)
    if not token or not sandbox.accepts(token):
        raise RefusedError(401, "unauthorized", "Access Token Invalid")


def bearer(request: Request) -> str:
    """The token of a request; "" when it bears none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _version(request: Request) -> str:
    wanted = request.headers.get("intercom-version", NEWEST)
    if wanted == "Unstable":
        return NEWEST
    if wanted not in VERSIONS:
        raise RefusedError(400, "intercom_version_invalid", f"The requested version {wanted} does not exist")
    return wanted


def _read(request: Request, raw: bytes) -> Json:
    if not raw.strip():
        return {}
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(raw.decode("utf-8", "replace")))
    try:
        data = json.loads(raw)
    except ValueError:
        raise invalid("The body is not JSON", status=400) from None
    if not isinstance(data, dict):
        raise invalid("The body is not a JSON object", status=400)
    return data


def _shown(raw: bytes) -> object:
    try:
        return json.loads(raw) if raw.strip() else None
    except ValueError:
        return raw.decode("utf-8", "replace")

"""The addresses of the sandbox's pages, of what they ask for and do, and of faults on request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from flowdesigner.sandbox import page_actions, page_views, settings_form
from flowdesigner.sandbox.consent_page import consent_routes
from flowdesigner.sandbox.faults import Fault
from flowdesigner.sandbox.page import HEADERS, PAGES, page
from flowdesigner.sandbox.refusal import invalid, not_found

if TYPE_CHECKING:
    from flowdesigner.sandbox.sandbox import Sandbox

Json = dict[str, Any]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
Action = Callable[["Sandbox", Json], Json]
Handler = Callable[[Request], Awaitable[Response]]
ACTIONS: dict[str, Action] = {
    "start": page_actions.start,
    "contacts": page_actions.add_contact,
    "ping": page_actions.ping,
}


def page_routes(sandbox: Sandbox) -> list[BaseRoute]:
    """All of them."""
    pages = [Route(path, _page(path), methods=["GET"]) for path in PAGES]
    actions = [Route(f"/_/{name}", _action(sandbox, act), methods=["POST"]) for name, act in ACTIONS.items()]
    return [
        *pages,
        *consent_routes(sandbox),
        *actions,
        Route("/_/state", _with(sandbox, _state)),
        Route("/_/events", _with(sandbox, _events)),
        Route("/_/conversations", _with(sandbox, _conversations)),
        Route("/_/conversations/{id}", _with(sandbox, _conversation)),
        Route("/_/conversations/{id}/{action}", _in_conversation(sandbox), methods=["POST"]),
        Route("/_/files/{id}", _with(sandbox, _file)),
        Route("/_/static/{name}", _static),
        Route("/_settings", _with(sandbox, _settings), methods=["GET"]),
        Route("/_settings", _action(sandbox, page_actions.set_settings), methods=["POST"]),
        Route("/_faults", _faults(sandbox), methods=["GET", "POST", "DELETE"]),
    ]


def _page(path: str) -> Handler:
    async def handle(request: Request) -> Response:
        return HTMLResponse(page(path), headers=HEADERS)

    return handle


async def _static(request: Request) -> Response:
    name = str(request.path_params["name"])
    kind = KINDS.get(name[name.rfind(".") :])
    file = files("flowdesigner.sandbox") / "pages" / name
    if kind is None or "/" in name or not file.is_file():
        raise not_found()
    return Response(file.read_bytes(), media_type=kind, headers={"Cache-Control": "no-cache"})


async def _given(request: Request) -> Json:
    """The JSON that a page sent. Other sites' pages cannot send JSON here without asking, and are not answered."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise invalid("Send JSON", status=415)
    try:
        given = await request.json()
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise invalid("The body is not a JSON object", status=400)
    return given


def _action(sandbox: Sandbox, act: Action) -> Handler:
    async def handle(request: Request) -> Response:
        return JSONResponse(act(sandbox, await _given(request)))

    return handle


def _in_conversation(sandbox: Sandbox) -> Handler:
    async def handle(request: Request) -> Response:
        act = page_actions.IN_CONVERSATION.get(request.path_params["action"])
        if act is None:
            raise not_found()
        conversation = sandbox.workspace.conversation(request.path_params["id"])
        act(sandbox, conversation, await _given(request))
        return JSONResponse({"id": conversation.id})

    return handle


def _with(sandbox: Sandbox, endpoint: Callable[[Sandbox, Request], Awaitable[Response]]) -> Handler:
    """An endpoint as Starlette wants it; on the event loop, since a thread of its own would see half a change."""

    async def handle(request: Request) -> Response:
        return await endpoint(sandbox, request)

    return handle


async def _settings(sandbox: Sandbox, request: Request) -> Response:
    return JSONResponse(settings_form.shown(sandbox.settings))


async def _state(sandbox: Sandbox, request: Request) -> Response:
    return JSONResponse(page_views.state(sandbox))


async def _events(sandbox: Sandbox, request: Request) -> Response:
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(sandbox.live.events(), media_type="text/event-stream", headers=headers)


async def _conversations(sandbox: Sandbox, request: Request) -> Response:
    return JSONResponse(page_views.conversations(sandbox, request.query_params.get("contact", "")))


async def _conversation(sandbox: Sandbox, request: Request) -> Response:
    for_customer = request.query_params.get("as") == "customer"
    return JSONResponse(page_views.conversation(sandbox, request.path_params["id"], for_customer=for_customer))


async def _file(sandbox: Sandbox, request: Request) -> Response:
    """A file that came with a message; only pictures are shown, everything else is downloaded."""
    if request.path_params["id"] not in sandbox.workspace.files:
        raise not_found()
    file, data = sandbox.workspace.files[request.path_params["id"]]
    is_picture = file.content_type in ("image/png", "image/jpeg", "image/gif", "image/webp")
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    if not is_picture:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return Response(data, media_type=file.content_type if is_picture else "application/octet-stream", headers=headers)


def _faults(sandbox: Sandbox) -> Handler:
    async def handle(request: Request) -> Response:
        if request.method == "POST":
            try:
                sandbox.faults.add(**Fault.model_validate(await _given(request)).model_dump())
            except ValidationError as error:
                raise invalid(str(error.errors(include_url=False)[0]["msg"])) from None
        elif request.method == "DELETE":
            sandbox.faults.clear()
        if request.method != "GET":
            sandbox.live.tell()
        return JSONResponse({"faults": sandbox.faults.to_data()})

    return handle

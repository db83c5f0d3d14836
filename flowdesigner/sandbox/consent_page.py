"""`/oauth`: the page on which a workspace's owner allows an app, and is sent back to it with a code."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from flowdesigner.sandbox.consent import way_back
from flowdesigner.sandbox.page import HEADERS, card
from flowdesigner.sandbox.refusal import RefusedError

if TYPE_CHECKING:
    from flowdesigner.sandbox.sandbox import Sandbox

FIELDS = ("client_id", "state", "redirect_uri")


def consent_routes(sandbox: Sandbox) -> list[BaseRoute]:
    """The page and what its buttons do."""

    async def show(request: Request) -> Response:
        asked = {name: request.query_params.get(name, "") for name in FIELDS}
        try:
            _check(sandbox, asked)
        except RefusedError as error:
            page = card("refused.html", "This link does not work", message=str(error))
            return HTMLResponse(page, error.status, HEADERS)
        back = way_back(asked["redirect_uri"], sandbox.settings.redirects)
        workspace = sandbox.workspace.name
        shown = card("consent.html", f"Allow an app in {workspace}", workspace=workspace, back=back, **asked)
        return HTMLResponse(shown, headers=HEADERS)

    async def decide(request: Request) -> Response:
        given = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        asked = {name: given.get(name, "") for name in FIELDS}
        _check(sandbox, asked)
        said = (
            {"error": "access_denied"}
            if given.get("answer") != "allow"
            else {"code": sandbox.consent.allow(asked["client_id"])}
        )
        address = way_back(asked["redirect_uri"], sandbox.settings.redirects, **said, state=asked["state"])
        return RedirectResponse(address, 303)

    return [Route("/oauth", show, methods=["GET"]), Route("/oauth", decide, methods=["POST"])]


def _check(sandbox: Sandbox, asked: dict[str, str]) -> None:
    if not asked["client_id"]:
        raise RefusedError(400, "client_id_missing", "The link names no app (client_id)")
    way_back(asked["redirect_uri"], sandbox.settings.redirects)

"""The sandbox as a Starlette app: Intercom's paths, OAuth, faults, and the pages for people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from flowdesigner.sandbox import api_contacts as contacts
from flowdesigner.sandbox import api_conversations as conversations
from flowdesigner.sandbox import api_workspace as workspace
from flowdesigner.sandbox.alarm import ringing
from flowdesigner.sandbox.call import Endpoint, answered
from flowdesigner.sandbox.page_routes import page_routes
from flowdesigner.sandbox.refusal import RefusedError, not_found

if TYPE_CHECKING:
    from flowdesigner.sandbox.sandbox import Sandbox

ENDPOINTS: tuple[tuple[str, str, Endpoint], ...] = (
    ("GET", "/me", workspace.me),
    ("GET", "/admins", workspace.admins),
    ("GET", "/admins/{id}", workspace.admin),
    ("GET", "/teams", workspace.teams),
    ("GET", "/teams/{id}", workspace.team),
    ("GET", "/tags", workspace.tags),
    ("POST", "/tags", workspace.create_tag),
    ("GET", "/tags/{id}", workspace.tag),
    ("DELETE", "/tags/{id}", workspace.delete_tag),
    ("GET", "/ticket_types", workspace.ticket_types),
    ("POST", "/tickets", workspace.create_ticket),
    ("GET", "/articles/search", workspace.search_articles),
    ("GET", "/export/workflows/{id}", workspace.export_workflow),
    ("GET", "/data_attributes", contacts.data_attributes),
    ("GET", "/contacts", contacts.listed),
    ("POST", "/contacts", contacts.create),
    ("POST", "/contacts/search", contacts.search),
    ("POST", "/contacts/merge", contacts.merge),
    ("GET", "/contacts/find_by_external_id/{external_id}", contacts.find_by_external_id),
    ("GET", "/contacts/{id}", contacts.find),
    ("PUT", "/contacts/{id}", contacts.update),
    ("DELETE", "/contacts/{id}", contacts.delete),
    ("GET", "/contacts/{id}/companies", contacts.companies),
    ("GET", "/contacts/{id}/tags", contacts.tags),
    ("POST", "/contacts/{id}/tags", contacts.tag),
    ("DELETE", "/contacts/{id}/tags/{tag_id}", contacts.untag),
    ("GET", "/conversations", conversations.listed),
    ("POST", "/conversations", conversations.create),
    ("POST", "/conversations/search", conversations.search),
    ("GET", "/conversations/attributes", conversations.attributes),
    ("GET", "/conversations/{id}", conversations.find),
    ("PUT", "/conversations/{id}", conversations.update),
    ("DELETE", "/conversations/{id}", conversations.delete),
    ("POST", "/conversations/{id}/reply", conversations.reply),
    ("POST", "/conversations/{id}/parts", conversations.manage),
    ("POST", "/conversations/{id}/tags", conversations.tag),
    ("DELETE", "/conversations/{id}/tags/{tag_id}", conversations.untag),
    ("POST", "/conversations/{id}/convert", workspace.convert),
    ("POST", "/auth/uninstall", workspace.uninstall),
)


def create_app(sandbox: Sandbox) -> Starlette:
    """The app of a sandbox."""
    routes: list[BaseRoute] = [
        Route(path, answered(sandbox, endpoint), methods=[method]) for method, path, endpoint in ENDPOINTS
    ]
    exchange = answered(sandbox, workspace.exchange_code, needs_token=False)
    routes += [Route("/auth/eagle/token", exchange, methods=["POST"]), *page_routes(sandbox)]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with ringing(sandbox.workspace):
            yield
        await sandbox.courier.close()

    handlers = {HTTPException: _no_such_path, RefusedError: _refused}
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)  # type: ignore[arg-type]


async def _no_such_path(request: Request, error: HTTPException) -> Response:
    """In Intercom's words, also where there is nothing."""
    if error.status_code == 404:
        return JSONResponse(not_found("The requested resource was not found").to_data(), 404)
    refused = RefusedError(error.status_code, "invalid_request", error.detail)
    return JSONResponse(refused.to_data(), error.status_code, error.headers)


async def _refused(request: Request, error: RefusedError) -> Response:
    return JSONResponse(error.to_data(), error.status, error.headers)

"""The endpoints: Intercom's notifications, and the runner's health. A runner serves this app with `Listener`."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Mapping
from html import escape
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from flowdesigner.errors import BadSignatureError, FlowdesignerError, StoreError, UnreadableNotificationError
from flowdesigner.intercom.notification import Notification, parse
from flowdesigner.intercom.signature import is_signed
from flowdesigner.settings import OAUTH_PATH, WEBHOOK_PATH
from flowdesigner.watching.exposure import Exposure
from flowdesigner.watching.meters import CONTENT_TYPE

log = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024
SIGNATURE_HEADER = "X-Hub-Signature"
PATIENCE = 5.0
"""Seconds in which a body must have arrived: Intercom itself waits no longer for an answer."""


class Receiver(Protocol):
    """Who takes notifications in: the engine, or a test."""

    def secrets(self, app_id: str | None = None) -> tuple[str, ...]:
        """The client secrets with which a notification, of any workspace or of this one, may be signed."""

    async def take_in(self, notification: Notification, raw: bytes) -> None:
        """Keep a notification; returns when it cannot be lost any more."""

    def prefixes(self) -> Collection[str]:
        """The paths of the public addresses, without slashes at their ends."""

    async def authorize(self, code: str, state: str) -> None:
        """A workspace's owner came back with these; FlowdesignerError, in words, when they are not good."""

    def saw_bad_signature(self) -> None:
        """A body came that none of the secrets has signed."""

    def health(self) -> Mapping[str, Any]:
        """What `GET /health` tells everybody; `ok` False makes it 503."""

    def answered(self, status: int, seconds: float) -> None:
        """A delivery was answered with this status, so long after it came."""

    async def metrics(self) -> bytes:
        """What `GET /metrics` tells those who may read it."""

    async def ready(self) -> str:
        """Why notifications should go to another runner now, for `GET /ready`; "" when they may come."""


KEPT_BY_NOBODY = "The notification could not be kept."
AUTHORIZED = "Access is authorized. You can close this window and go on in the designer."
NOT_KEPT = {"Cache-Control": "no-store"}
PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>flowdesigner</title>'
    '<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1rem">'
    "<p>{}</p></body></html>"
)
ASK_FOR_TOKEN = {**NOT_KEPT, "WWW-Authenticate": "Bearer"}
PAGE_HEADERS = {
    **NOT_KEPT,
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}


ACKNOWLEDGED = Response()


class TooLargeError(Exception):
    """The body is larger than any notification."""


def create_app(receiver: Receiver, exposure: Exposure | None = None) -> ASGIApp:
    """The app; it answers as Intercom wants to be answered, and never 410, which would end the subscription.

    `exposure` says who may read the metrics; without it the environment does.
    """
    endpoints = _Endpoints(receiver, exposure or Exposure.of())
    routed = Starlette(
        routes=[
            Route(WEBHOOK_PATH, endpoints.webhook, methods=["HEAD", "POST"]),
            Route("/{prefix:path}" + WEBHOOK_PATH, endpoints.webhook, methods=["HEAD", "POST"]),
            Route(OAUTH_PATH, endpoints.come_back, methods=["GET"]),
            Route("/{prefix:path}" + OAUTH_PATH, endpoints.come_back, methods=["GET"]),
            Route("/health", endpoints.health, methods=["GET"]),
            Route("/ready", endpoints.ready, methods=["GET"]),
            Route("/metrics", endpoints.metrics, methods=["GET"]),
        ]
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # Notifications go past the routes and what Starlette puts around them, which takes longer than to keep one.
        if scope["type"] == "http" and scope["path"] == WEBHOOK_PATH and scope["method"] == "POST":
            response = await endpoints.webhook(Request(scope, receive))
            await response(scope, receive, send)
        else:
            await routed(scope, receive, send)

    return app


class _Endpoints:
    def __init__(self, receiver: Receiver, exposure: Exposure) -> None:
        self._receiver = receiver
        self._exposure = exposure

    async def webhook(self, request: Request) -> Response:
        """Acknowledge what was kept; refuse what is too large (413), not signed (401) or no notification (400).

        A proxy may pass the public address's path on: it is answered with that path before, and with no other.
        """
        if request.path_params.get("prefix", "") not in ("", *self._receiver.prefixes()):
            return PlainTextResponse("Not found.", 404)
        if request.method == "HEAD":
            return Response()
        came_at = time.perf_counter()
        answer = await self._answer(request)
        self._receiver.answered(answer.status_code, time.perf_counter() - came_at)
        return answer

    async def _answer(self, request: Request) -> Response:
        try:
            await self._take_in(request)
        except TooLargeError:
            return PlainTextResponse("Larger than any notification.", 413, {"Connection": "close"})
        except BadSignatureError as error:
            return PlainTextResponse(str(error), 401)
        except UnreadableNotificationError as error:
            return PlainTextResponse(str(error), 400)
        except ClientDisconnect:
            return PlainTextResponse("The body ended too early.", 400)
        except TimeoutError:
            return PlainTextResponse("The body took too long.", 408, {"Connection": "close"})
        except StoreError:
            # Whoever keeps it says what is wrong, once; Intercom sends it once more.
            return PlainTextResponse(KEPT_BY_NOBODY, 503)
        except Exception:
            # The body may hold what customers wrote: the log gets the error only. Intercom sends it once more.
            log.exception("A notification could not be kept.")
            return PlainTextResponse(KEPT_BY_NOBODY, 503)
        return ACKNOWLEDGED

    async def _take_in(self, request: Request) -> None:
        async with asyncio.timeout(PATIENCE):
            raw = await read_body(request)
        self._demand_signed(request, raw, known := self._receiver.secrets())
        notification = parse(raw)
        # The owner of one workspace's app must not speak for another workspace.
        if (own := self._receiver.secrets(notification.app_id)) and own != known:
            self._demand_signed(request, raw, own)
        await self._receiver.take_in(notification, raw)

    def _demand_signed(self, request: Request, raw: bytes, secrets: tuple[str, ...]) -> None:
        if not is_signed(raw, request.headers.get(SIGNATURE_HEADER, ""), secrets):
            log.warning("a body from %s was not signed with the client secret", sender(request))
            self._receiver.saw_bad_signature()
            raise BadSignatureError("Not signed with this channel's client secret.")

    async def come_back(self, request: Request) -> Response:
        """The workspace's owner comes back from Intercom; what became of it, for them to read."""
        if request.path_params.get("prefix", "") not in ("", *self._receiver.prefixes()):
            return PlainTextResponse("Not found.", 404)
        given = request.query_params
        try:
            await self._receiver.authorize(given.get("code", ""), given.get("state", ""))
        except FlowdesignerError as error:
            return HTMLResponse(PAGE.format(escape(str(error))), 400, PAGE_HEADERS)
        except Exception:
            log.exception("Access could not be authorized.")
            return HTMLResponse(PAGE.format("It did not work; the runner's log says why."), 500, PAGE_HEADERS)
        return HTMLResponse(PAGE.format(AUTHORIZED), headers=PAGE_HEADERS)

    async def health(self, _request: Request) -> Response:
        """Whether the engine lives."""
        told = self._receiver.health()
        return JSONResponse(dict(told), 200 if told.get("ok", True) else 503, NOT_KEPT)

    async def ready(self, _request: Request) -> Response:
        """Whether notifications should come here, and if not, why."""
        reason = await self._receiver.ready()
        return PlainTextResponse(reason or "Ready.", 503 if reason else 200, NOT_KEPT)

    async def metrics(self, request: Request) -> Response:
        """Numbers for Prometheus, for those who may read them."""
        version = str(request.scope.get("http_version", ""))
        if refusal := self._exposure.refusal(sender(request), request.headers, version):
            status, words = refusal
            return PlainTextResponse(words, status, ASK_FOR_TOKEN if status == 401 else NOT_KEPT)
        return Response(await self._receiver.metrics(), headers={**NOT_KEPT, "Content-Type": CONTENT_TYPE})


def sender(request: Request) -> str:
    """Who sent it, by the proxies that are trusted."""
    return request.client.host if request.client else "nobody"


async def read_body(request: Request) -> bytes:
    """The body, but no more of it than a notification can have."""
    length = request.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > LARGEST_BODY:
        raise TooLargeError
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise TooLargeError
        parts.append(part)
    return b"".join(parts)

"""A small Intercom and its notifications, for testing the engine alone."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import httpx

from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.intercom.client import Intercom
from flowdesigner.intercom.notification import parse
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.workspaces import Workspace, Workspaces

APP, BOT, TEAM, PEOPLE, HUMAN = "app1", "814860", "5017690", "5017691", "814861"
CHANNEL = Channel(
    settings=ChannelSettings(app_id=APP, bot_teams=(TEAM,), bot_agent=BOT),
    access_token="token",
    client_secrets=("secret",),
)
CUSTOMER = {"type": "user", "id": "c1", "name": "Mia Novak", "email": "mia@example.com"}
TEAMMATE = {"type": "admin", "id": HUMAN, "name": "Mara"}
Fault = Callable[[httpx.Request], httpx.Response | Exception | None]


def only(channel: Channel, intercom: Intercom) -> Workspaces:
    """A bot's one workspace."""
    return Workspaces([Workspace(channel, intercom)])


async def closed(engine: Engine) -> None:
    """Its clients, when it has stopped."""
    for workspace in engine.workspaces:
        await workspace.intercom.close()


class World:
    """Keeps conversations as Intercom does, answers calls, and makes notifications of what happens in them."""

    def __init__(self, app: str = APP) -> None:
        self.app = app
        self.parts: dict[str, list[dict[str, Any]]] = {}
        self.team: dict[str, str] = {}
        self.calls: list[str] = []
        self.fault: Fault | None = None
        self.loses_answers = False
        self._ids = count(1000)

    def intercom(self, transport: httpx.AsyncBaseTransport | None = None) -> Intercom:
        """A client of this world that does not wait between attempts."""

        async def at_once(_: float) -> None:
            await asyncio.sleep(0)

        client = httpx.AsyncClient(transport=transport or httpx.MockTransport(self.answer))
        return Intercom("token", client=client, sleep=at_once)

    # What the bot calls

    def answer(self, request: httpx.Request) -> httpx.Response:
        fault = self.fault(request) if self.fault else None
        if isinstance(fault, httpx.Response):
            return fault
        if isinstance(fault, Exception):
            raise fault
        if request.url.path.endswith("/search"):
            ours = [self.conversation(id, []) for id, team in list(self.team.items()) if team == TEAM]
            return httpx.Response(200, json={"conversations": ours})
        _, _, conversation, *_ = request.url.path.split("/")
        if request.method == "GET":
            return httpx.Response(200, json=self.conversation(conversation, self.parts.get(conversation, [])))
        made = json.loads(request.content)
        part = self.add(conversation, {"type": "admin", "id": made["admin_id"]}, made["message_type"], made.get("body"))
        if made["message_type"] == "assignment":
            self.team[conversation] = made["assignee_id"]
            part["assigned_to"] = {"type": "team", "id": made["assignee_id"]}
        self.calls.append(f"{conversation}: {told(made)}")
        if self.loses_answers:
            raise httpx.ReadTimeout("lost")
        return httpx.Response(200, json=self.conversation(conversation, [part]))

    def add(self, conversation: str, author: dict[str, str], kind: str, body: str | None) -> dict[str, Any]:
        """A part more in the conversation."""
        part: dict[str, Any] = {"id": str(next(self._ids)), "part_type": kind, "body": body, "author": author}
        part["created_at"] = int(time.time())
        self.parts.setdefault(conversation, []).append(part)
        return part

    def conversation(self, id: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
        """The conversation as Intercom shows it."""
        team = self.team.setdefault(id, TEAM)
        return {
            "id": id, "created_at": 1790000000, "updated_at": 1790000000, "state": "open", "admin_assignee_id": None,
            "team_assignee_id": team,
            "source": {"type": "conversation", "id": "1", "body": "<p>Hello</p>", "author": CUSTOMER},
            "conversation_parts": {"conversation_parts": parts},
        }  # fmt: skip

    # What Intercom tells

    def wrote(self, conversation: str, text: str, author: dict[str, str] = CUSTOMER) -> bytes:
        """A customer wrote, or with `author` somebody else."""
        part = self.add(conversation, author, "comment", f"<p>{text}</p>")
        topic = "user.replied" if author is CUSTOMER else "admin.replied"
        return self.notification(topic, conversation, part)

    def assigned(self, conversation: str, team: str, author: dict[str, str] = TEAMMATE) -> bytes:
        """Somebody gave the conversation to a team."""
        self.team[conversation] = team
        part = self.add(conversation, author, "assignment", None)
        part["assigned_to"] = {"type": "team", "id": team}
        return self.notification("admin.assigned", conversation, part)

    def notification(self, topic: str, conversation: str, part: dict[str, Any] | None = None) -> bytes:
        """The delivery."""
        item = self.conversation(conversation, [part] if part else [])
        envelope = {"type": "notification_event", "app_id": self.app, "id": f"n{next(self._ids)}",
                    "created_at": time.time(), "topic": f"conversation.{topic}", "data": {"item": item}}  # fmt: skip
        return json.dumps(envelope).encode()


def told(made: dict[str, Any]) -> str:
    """A call as a line: what the customer or the team sees."""
    options = " ".join(f"[{option['text']}]" for option in made.get("reply_options", ()))
    target = made.get("assignee_id", "")
    words = options or target or made.get("body") or ""
    return f"{made['message_type']} {words}".strip()


async def deliver(engine: Engine, *bodies: bytes) -> None:
    """Intercom sends these, one after another."""
    for body in bodies:
        await engine.take_in(parse(body), body)


async def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for it; fails when it takes too long."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - any condition, also one that nobody signals
            await asyncio.sleep(0.005)

"""Calls about conversations. `agent` is the id of the teammate that the bot speaks as (Intercom: admin_id)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from flowdesigner.intercom.answers import Json, as_object, as_objects, items, nonsense
from flowdesigner.intercom.changed import Changed
from flowdesigner.intercom.objects import Conversation, Tag
from flowdesigner.intercom.section import Section, in_path

PAGE = 50
"""Conversations to a page of a search."""
FILES_SECONDS = 30.0
"""Seconds that a reply with files may take: they have to get there first."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send along (at most 10 with a reply)."""

    name: str
    content_type: str
    data: bytes

    def to_data(self) -> dict[str, str]:
        """As Intercom wants it, in base64."""
        return {"name": self.name, "content_type": self.content_type, "data": b64encode(self.data).decode()}


class Conversations(Section):
    """`/conversations`."""

    async def get(self, id: str, *, plaintext: bool = False) -> Conversation:
        """The conversation with its newest parts (at most 500); the first message is in `source`."""
        params = {"display_as": "plaintext"} if plaintext else None
        what = f"show conversation {id}"
        return as_object(
            Conversation, await self._intercom.get(f"/conversations/{in_path(id)}", what=what, params=params), what
        )

    async def raw(self, id: str) -> Json:
        """The conversation as Intercom sends it, with all that this package does not use."""
        return await self._intercom.get(f"/conversations/{in_path(id)}", what=f"show conversation {id}")

    async def create(self, *, contact: str, body: str, role: str = "user") -> str:
        """Begin a conversation as a contact (`role`: user, lead or contact); the conversation's id."""
        made = {"from": {"type": role, "id": contact}, "body": body}
        what = "begin a conversation"
        data = await self._intercom.write("POST", "/conversations", made, what=what)
        # `id` is the first message's.
        if not data.get("conversation_id"):
            raise nonsense(what)
        return str(data["conversation_id"])

    async def search(self, query: Mapping[str, Any]) -> AsyncIterator[Conversation]:
        """All that match, without their parts. `query` is Intercom's own (`field`, `operator`, `value`)."""
        what, after = "search conversations", ""
        while True:
            # Intercom ignores the page when it stands in the address.
            pagination = {"per_page": PAGE, **({"starting_after": after} if after else {})}
            body = {"query": query, "pagination": pagination}
            data = await self._intercom.search("/conversations/search", body, what=what)
            for conversation in as_objects(Conversation, data, "conversations", what):
                yield conversation
            before, after = after, _next_page(data)
            if after in ("", before):
                return

    async def reply(
        self, id: str, *, agent: str, body: str, attachment_urls: Sequence[str] = (), files: Sequence[Upload] = ()
    ) -> Changed:
        """Say something to the customer: HTML, images by URL (at most 10), files (at most 10)."""
        made: dict[str, Any] = {"message_type": "comment", "body": body}
        if attachment_urls:
            made["attachment_urls"] = list(attachment_urls)
        if files:
            made["attachment_files"] = [file.to_data() for file in files]
        return await self._reply(id, agent, made, seconds=FILES_SECONDS if files else None)

    async def reply_as_contact(self, id: str, *, contact: str, body: str) -> Changed:
        """Write as the customer (`contact` is the contact's id)."""
        made = {"message_type": "comment", "type": "user", "intercom_user_id": contact, "body": body}
        return await self._write("POST", id, "/reply", made, f"write in conversation {id}")

    async def note(self, id: str, *, agent: str, body: str) -> Changed:
        """Write a note that only teammates see."""
        return await self._reply(id, agent, {"message_type": "note", "body": body})

    async def quick_reply(self, id: str, *, agent: str, options: Sequence[Mapping[str, str]]) -> Changed:
        """Show buttons: `{text, uuid}` each. Send the question before, as a reply: Intercom shows no text with them."""
        made = {"message_type": "quick_reply", "reply_options": [dict(option) for option in options]}
        return await self._reply(id, agent, made)

    async def assign(self, id: str, *, agent: str, assignee: str, to_team: bool = True) -> Changed:
        """Give it to a team, or to a teammate with `to_team=False`; assignee "0" unassigns. Reopens a closed one."""
        is_team = to_team and assignee != "0"
        made = {"message_type": "assignment", "type": "team" if is_team else "admin", "assignee_id": assignee}
        return await self._manage(id, agent, made, "assign")

    async def close(self, id: str, *, agent: str, body: str = "") -> Changed:
        """Close it; `body` is shown to the customer."""
        made = {"message_type": "close", "type": "admin", **({"body": body} if body else {})}
        return await self._manage(id, agent, made, "close")

    async def open(self, id: str, *, agent: str) -> Changed:
        """Open it again."""
        return await self._manage(id, agent, {"message_type": "open"}, "open")

    async def snooze(self, id: str, *, agent: str, until: datetime) -> Changed:
        """Put it off until then."""
        made = {"message_type": "snoozed", "snoozed_until": int(until.timestamp())}
        return await self._manage(id, agent, made, "snooze")

    async def set_attributes(self, id: str, attributes: Mapping[str, Any]) -> Changed:
        """Set custom attributes; each must be defined in the workspace."""
        body = {"custom_attributes": dict(attributes)}
        return await self._write("PUT", id, "", body, f"set attributes of conversation {id}")

    async def attributes(self) -> list[Json]:
        """Definitions of the workspace's conversation attributes (`GET /conversations/attributes`)."""
        what = "list conversation attributes"
        return items(await self._intercom.get("/conversations/attributes", what=what), "data", what)

    async def tag(self, id: str, *, agent: str, tag: str) -> Tag:
        """Put a tag on, by the tag's id."""
        what, path = f"tag conversation {id}", f"/conversations/{in_path(id)}/tags"
        return as_object(Tag, await self._intercom.write("POST", path, {"id": tag, "admin_id": agent}, what=what), what)

    async def untag(self, id: str, *, agent: str, tag: str) -> Tag:
        """Take a tag off; Intercom wants a body with this DELETE."""
        what, path = f"untag conversation {id}", f"/conversations/{in_path(id)}/tags/{in_path(tag)}"
        return as_object(Tag, await self._intercom.write("DELETE", path, {"admin_id": agent}, what=what), what)

    async def convert(self, id: str, *, ticket_type: str) -> Json:
        """Make a ticket of it."""
        path = f"/conversations/{in_path(id)}/convert"
        made = {"ticket_type_id": ticket_type}
        return await self._intercom.write("POST", path, made, what=f"make a ticket of conversation {id}")

    async def _reply(self, id: str, agent: str, made: Json, *, seconds: float | None = None) -> Changed:
        said = str(made["message_type"]).replace("_", " ")
        body = {"type": "admin", "admin_id": agent, **made}
        return await self._write("POST", id, "/reply", body, f"add a {said} in conversation {id}", seconds)

    async def _manage(self, id: str, agent: str, made: Json, verb: str) -> Changed:
        return await self._write("POST", id, "/parts", {**made, "admin_id": agent}, f"{verb} conversation {id}")

    async def _write(
        self, method: Literal["POST", "PUT"], id: str, part: str, body: Json, what: str, seconds: float | None = None
    ) -> Changed:
        path = f"/conversations/{in_path(id)}{part}"
        data = await self._intercom.write(method, path, body, what=what, seconds=seconds)
        return Changed(data, what)


def _next_page(data: Json) -> str:
    """Where the next page begins; "" after the last."""
    pages = data.get("pages")
    following = pages.get("next") if isinstance(pages, dict) else None
    return str(following.get("starting_after") or "") if isinstance(following, dict) else ""

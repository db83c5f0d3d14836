"""Calls about conversations. `agent` is the id of the teammate that the bot speaks as (Intercom: admin_id)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flowdesigner.intercom.objects import Conversation, Tag
from flowdesigner.intercom.section import Section, in_path

PAGE = 50
"""Conversations to a page of a search."""


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
        data = await self._intercom.get(f"/conversations/{in_path(id)}", what=f"show conversation {id}", params=params)
        return Conversation.model_validate(data)

    async def create(self, *, contact: str, body: str, role: str = "user") -> str:
        """Begin a conversation as a contact (`role`: user, lead or contact); the conversation's id."""
        made = {"from": {"type": role, "id": contact}, "body": body}
        data = await self._intercom.write("POST", "/conversations", made, what="begin a conversation")
        return str(data.get("conversation_id") or data.get("id"))

    async def search(self, query: Mapping[str, Any]) -> AsyncIterator[Conversation]:
        """All that match, without their parts. `query` is Intercom's own (`field`, `operator`, `value`)."""
        pagination: dict[str, Any] = {"per_page": PAGE}
        while True:
            body = {"query": query, "pagination": pagination}
            data = await self._intercom.search("/conversations/search", body, what="search conversations")
            for item in data.get("conversations", []):
                yield Conversation.model_validate(item)
            following = (data.get("pages") or {}).get("next") or {}
            if not following.get("starting_after"):
                return
            pagination = {"per_page": PAGE, "starting_after": following["starting_after"]}

    async def reply(
        self, id: str, *, agent: str, body: str, attachment_urls: Sequence[str] = (), files: Sequence[Upload] = ()
    ) -> Conversation:
        """Say something to the customer: HTML, images by URL (at most 10), files (at most 10)."""
        made: dict[str, Any] = {"message_type": "comment", "body": body}
        if attachment_urls:
            made["attachment_urls"] = list(attachment_urls)
        if files:
            made["attachment_files"] = [file.to_data() for file in files]
        return await self._reply(id, agent, made)

    async def reply_as_contact(self, id: str, *, contact: str, body: str) -> Conversation:
        """Write as the customer (`contact` is the contact's id)."""
        made = {"message_type": "comment", "type": "user", "intercom_user_id": contact, "body": body}
        data = await self._intercom.write("POST", f"/conversations/{in_path(id)}/reply", made, what=f"write in {id}")
        return Conversation.model_validate(data)

    async def note(self, id: str, *, agent: str, body: str) -> Conversation:
        """Write a note that only teammates see."""
        return await self._reply(id, agent, {"message_type": "note", "body": body})

    async def quick_reply(self, id: str, *, agent: str, options: Sequence[Mapping[str, str]]) -> Conversation:
        """Show buttons: `{text, uuid}` each. Send the question before, as a reply: Intercom shows no text with them."""
        made = {"message_type": "quick_reply", "reply_options": [dict(option) for option in options]}
        return await self._reply(id, agent, made)

    async def assign(self, id: str, *, agent: str, assignee: str, to_team: bool = True) -> Conversation:
        """Give it to a team, or to a teammate with `to_team=False`; assignee "0" unassigns. Reopens a closed one."""
        is_team = to_team and assignee != "0"
        made = {"message_type": "assignment", "type": "team" if is_team else "admin", "assignee_id": assignee}
        return await self._manage(id, agent, made, "assign")

    async def close(self, id: str, *, agent: str, body: str = "") -> Conversation:
        """Close it; `body` is shown to the customer."""
        made = {"message_type": "close", "type": "admin", **({"body": body} if body else {})}
        return await self._manage(id, agent, made, "close")

    async def open(self, id: str, *, agent: str) -> Conversation:
        """Open it again."""
        return await self._manage(id, agent, {"message_type": "open"}, "open")

    async def snooze(self, id: str, *, agent: str, until: datetime) -> Conversation:
        """Put it off until then."""
        made = {"message_type": "snoozed", "snoozed_until": int(until.timestamp())}
        return await self._manage(id, agent, made, "snooze")

    async def set_attributes(self, id: str, attributes: Mapping[str, Any]) -> Conversation:
        """Set custom attributes; each must be defined in the workspace."""
        body = {"custom_attributes": dict(attributes)}
        path = f"/conversations/{in_path(id)}"
        data = await self._intercom.write("PUT", path, body, what=f"set attributes of conversation {id}")
        return Conversation.model_validate(data)

    async def attributes(self) -> list[dict[str, Any]]:
        """Definitions of the workspace's conversation attributes (`GET /conversations/attributes`)."""
        data = await self._intercom.get("/conversations/attributes", what="list conversation attributes")
        return list(data.get("data", data) if isinstance(data, dict) else data)

    async def tag(self, id: str, *, agent: str, tag: str) -> Tag:
        """Put a tag on, by the tag's id."""
        path = f"/conversations/{in_path(id)}/tags"
        made = {"id": tag, "admin_id": agent}
        return Tag.model_validate(await self._intercom.write("POST", path, made, what=f"tag conversation {id}"))

    async def untag(self, id: str, *, agent: str, tag: str) -> Tag:
        """Take a tag off; Intercom wants a body with this DELETE."""
        path = f"/conversations/{in_path(id)}/tags/{in_path(tag)}"
        data = await self._intercom.write("DELETE", path, {"admin_id": agent}, what=f"untag conversation {id}")
        return Tag.model_validate(data)

    async def convert(self, id: str, *, ticket_type: str) -> dict[str, Any]:
        """Make a ticket of it."""
        path = f"/conversations/{in_path(id)}/convert"
        data = await self._intercom.write("POST", path, {"ticket_type_id": ticket_type}, what=f"make a ticket of {id}")
        return dict(data)

    async def _reply(self, id: str, agent: str, made: Mapping[str, Any]) -> Conversation:
        body = {"type": "admin", "admin_id": agent, **made}
        path = f"/conversations/{in_path(id)}/reply"
        what = f"{made['message_type'].replace('_', ' ')} in conversation {id}"
        return Conversation.model_validate(await self._intercom.write("POST", path, body, what=f"add a {what}"))

    async def _manage(self, id: str, agent: str, made: Mapping[str, Any], verb: str) -> Conversation:
        path = f"/conversations/{in_path(id)}/parts"
        body = {**made, "admin_id": agent}
        data = await self._intercom.write("POST", path, body, what=f"{verb} conversation {id}")
        return Conversation.model_validate(data)

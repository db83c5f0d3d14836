"""Calls about contacts, the customers. One that was merged into another is that other one, for every call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowdesigner.intercom.answers import Json, as_object, items
from flowdesigner.intercom.objects import Contact, Tag
from flowdesigner.intercom.section import Section, in_path


class Contacts(Section):
    """`/contacts`."""

    async def get(self, id: str) -> Contact:
        """The contact; its `id` is the other one's if it was merged."""
        what = f"show contact {id}"
        return as_object(Contact, await self._intercom.get(f"/contacts/{in_path(id)}", what=what), what)

    async def update(self, id: str, changes: Mapping[str, Any]) -> Contact:
        """Change fields (`name`, `email`, `custom_attributes`, ...)."""
        what = f"change contact {id}"
        return as_object(
            Contact, await self._intercom.write("PUT", f"/contacts/{in_path(id)}", changes, what=what), what
        )

    async def tag(self, id: str, *, tag: str) -> Tag:
        """Put a tag on, by the tag's id."""
        what = f"tag contact {id}"
        return as_object(
            Tag, await self._intercom.write("POST", f"/contacts/{in_path(id)}/tags", {"id": tag}, what=what), what
        )

    async def untag(self, id: str, *, tag: str) -> Tag:
        """Take a tag off, by the tag's id."""
        what, path = f"untag contact {id}", f"/contacts/{in_path(id)}/tags/{in_path(tag)}"
        return as_object(Tag, await self._intercom.write("DELETE", path, None, what=what), what)

    async def attributes(self) -> list[Json]:
        """Definitions of the workspace's contact attributes (`GET /data_attributes?model=contact`)."""
        what = "list attributes"
        data = await self._intercom.get("/data_attributes", what=what, params={"model": "contact"})
        return items(data, "data", what)

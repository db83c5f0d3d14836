"""Calls about contacts, the customers. One that was merged into another is that other one, for every call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowdesigner.intercom.answers import Json, as_object, as_objects, items
from flowdesigner.intercom.objects import Company, Contact, Tag
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

    async def tags(self, id: str) -> list[Tag]:
        """The contact's tags, with their names."""
        what = f"list tags of contact {id}"
        return as_objects(Tag, await self._intercom.get(f"/contacts/{in_path(id)}/tags", what=what), "data", what)

    async def companies(self, id: str) -> list[Company]:
        """The companies that the contact belongs to, at most 50 of them."""
        what = f"list companies of contact {id}"
        data = await self._intercom.get(f"/contacts/{in_path(id)}/companies", what=what)
        # Described as `companies`; `data` is how other lists are sent.
        return as_objects(Company, data, "companies" if "companies" in data else "data", what)

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

"""Calls about contacts, the customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowdesigner.intercom.objects import Contact, Tag
from flowdesigner.intercom.section import Section, in_path


class Contacts(Section):
    """`/contacts`."""

    async def get(self, id: str) -> Contact:
        """The contact; one that was merged into another is that other one (Intercom answers 410 with a link)."""
        return Contact.model_validate(await self._intercom.get(f"/contacts/{in_path(id)}", what=f"show contact {id}"))

    async def update(self, id: str, changes: Mapping[str, Any]) -> Contact:
        """Change fields (`name`, `email`, `custom_attributes`, ...)."""
        data = await self._intercom.write("PUT", f"/contacts/{in_path(id)}", changes, what=f"change contact {id}")
        return Contact.model_validate(data)

    async def tag(self, id: str, *, tag: str) -> Tag:
        """Put a tag on, by the tag's id."""
        path = f"/contacts/{in_path(id)}/tags"
        return Tag.model_validate(await self._intercom.write("POST", path, {"id": tag}, what=f"tag contact {id}"))

    async def attributes(self) -> list[dict[str, Any]]:
        """Definitions of the workspace's contact attributes (`GET /data_attributes?model=contact`)."""
        data = await self._intercom.get("/data_attributes", what="list attributes", params={"model": "contact"})
        return list(data.get("data", []))

"""Calls about tags: Intercom puts them on by id."""

from __future__ import annotations

from flowdesigner.intercom.objects import Tag
from flowdesigner.intercom.section import Section


class Tags(Section):
    """`/tags`."""

    async def list(self) -> list[Tag]:
        """All tags of the workspace."""
        data = await self._intercom.get("/tags", what="list tags")
        return [Tag.model_validate(one) for one in data.get("data", [])]

    async def create(self, name: str) -> Tag:
        """The tag of this name, made when it is missing."""
        return Tag.model_validate(await self._intercom.write("POST", "/tags", {"name": name}, what=f"make tag {name}"))

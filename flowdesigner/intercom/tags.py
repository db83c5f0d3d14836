"""Calls about tags: Intercom puts them on by id."""

from __future__ import annotations

import builtins

from flowdesigner.intercom.answers import as_object, as_objects
from flowdesigner.intercom.objects import Tag
from flowdesigner.intercom.section import Section


class Tags(Section):
    """`/tags`."""

    async def list(self) -> builtins.list[Tag]:
        """All tags of the workspace."""
        what = "list tags"
        return as_objects(Tag, await self._intercom.get("/tags", what=what), "data", what)

    async def find(self, name: str) -> Tag | None:
        """The tag of this name, whatever its capitals; None when the workspace has none."""
        wanted = name.casefold()
        return next((tag for tag in await self.list() if tag.name.casefold() == wanted), None)

    async def create(self, name: str) -> Tag:
        """The tag of this name, made when it is missing."""
        what = f"make tag {name}"
        return as_object(Tag, await self._intercom.write("POST", "/tags", {"name": name}, what=what), what)

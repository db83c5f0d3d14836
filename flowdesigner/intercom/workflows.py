"""Calls about Intercom's own workflows."""

from __future__ import annotations

from flowdesigner.intercom.answers import Json
from flowdesigner.intercom.section import Section, in_path


class Workflows(Section):
    """`/export/workflows`."""

    async def export(self, id: str) -> Json:
        """A workflow as Intercom exports it."""
        return await self._intercom.get(f"/export/workflows/{in_path(id)}", what=f"export workflow {id}")

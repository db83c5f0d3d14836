"""Calls about Intercom's own workflows."""

from __future__ import annotations

from typing import Any

from flowdesigner.intercom.section import Section, in_path


class Workflows(Section):
    """`/export/workflows`."""

    async def export(self, id: str) -> dict[str, Any]:
        """A workflow as Intercom exports it."""
        return dict(await self._intercom.get(f"/export/workflows/{in_path(id)}", what=f"export workflow {id}"))

"""Calls about tickets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowdesigner.intercom.answers import Json, items
from flowdesigner.intercom.section import Section


class Tickets(Section):
    """`/tickets` and `/ticket_types`."""

    async def types(self) -> list[Json]:
        """The kinds of tickets of the workspace."""
        what = "list ticket types"
        return items(await self._intercom.get("/ticket_types", what=what), "data", what)

    async def create(self, *, ticket_type: str, contact: str, attributes: Mapping[str, Any]) -> Json:
        """Make a ticket for a contact."""
        made = {
            "ticket_type_id": ticket_type,
            "contacts": [{"id": contact}],
            "ticket_attributes": dict(attributes),
        }
        return await self._intercom.write("POST", "/tickets", made, what="make a ticket")

"""Calls about teammates and teams; Intercom calls teammates admins. Neither list is paged."""

from __future__ import annotations

from flowdesigner.intercom.objects import Admin, Team
from flowdesigner.intercom.section import Section


class Teammates(Section):
    """`/admins` and `/teams`."""

    async def list(self) -> list[Admin]:
        """All teammates; one without an inbox seat cannot be assigned to."""
        data = await self._intercom.get("/admins", what="list teammates")
        return [Admin.model_validate(one) for one in data.get("admins", [])]

    async def teams(self) -> tuple[Team, ...]:
        """All teams."""
        data = await self._intercom.get("/teams", what="list teams")
        return tuple(Team.model_validate(one) for one in data.get("teams", []))

"""Calls about teammates and teams; Intercom calls teammates admins. Neither list is paged."""

from __future__ import annotations

import builtins

from flowdesigner.intercom.answers import as_objects
from flowdesigner.intercom.objects import Admin, Team
from flowdesigner.intercom.section import Section


class Teammates(Section):
    """`/admins` and `/teams`."""

    async def list(self) -> builtins.list[Admin]:
        """All teammates; one without an inbox seat cannot be assigned to."""
        what = "list teammates"
        return as_objects(Admin, await self._intercom.get("/admins", what=what), "admins", what)

    async def teams(self) -> tuple[Team, ...]:
        """All teams."""
        what = "list teams"
        return tuple(as_objects(Team, await self._intercom.get("/teams", what=what), "teams", what))

"""Calls about help articles."""

from __future__ import annotations

from flowdesigner.intercom.answers import Json, items
from flowdesigner.intercom.section import Section


class Articles(Section):
    """`/articles`."""

    async def search(self, phrase: str) -> list[Json]:
        """Articles in which the phrase occurs, the best first."""
        what = "search articles"
        answer = await self._intercom.get("/articles/search", what=what, params={"phrase": phrase})
        found = answer.get("data") or {}
        return items(found if isinstance(found, dict) else {}, "articles", what)

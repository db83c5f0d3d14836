"""Calls about help articles."""

from __future__ import annotations

from typing import Any

from flowdesigner.intercom.section import Section


class Articles(Section):
    """`/articles`."""

    async def search(self, phrase: str) -> list[dict[str, Any]]:
        """Articles in which the phrase occurs, the best first."""
        data = await self._intercom.get("/articles/search", what="search articles", params={"phrase": phrase})
        return list((data.get("data") or {}).get("articles", []))

"""`Release`: publishing the draft as a version that never changes, counting what is not published yet, and export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowdesigner.bot import Bot
from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.requests import Export, Publish
from flowdesigner.designer.views import problem_view
from flowdesigner.flow.check import CheckContext
from flowdesigner.flow.diff import difference
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import flow_from_data
from flowdesigner.store.revisions import Revision, live_number
from flowdesigner.store.store import Store

ENDINGS = {"json": "json", "mermaid": "mmd"}


class Release:
    """The versions of one bot."""

    def __init__(
        self,
        canvas: Canvas,
        bot: Bot,
        store: Store,
        *,
        context: Callable[[], CheckContext],
        changed: Callable[[], None],
    ) -> None:
        self.canvas = canvas
        self.bot = bot
        self.store = store
        self.context = context
        self.changed = changed
        self._live: Revision | None = None
        self._published: dict[str, Flow] = {}
        self.look()
        canvas.on(Publish, self.publish)
        canvas.on(Export, self.export)

    def look(self) -> bool:
        """Read which version is live; whether it is another one than before."""
        if self.store.read(live_number) == (self._live and self._live.number):
            return False
        self._live = live = self.store.revisions.live()
        flows: dict[str, Any] = live.document["flows"] if live else {}
        self._published = {id: flow_from_data(flow) for id, flow in flows.items()}
        return True

    @property
    def is_published(self) -> bool:
        """Whether any version is."""
        return self._live is not None

    def live(self) -> dict[str, Any] | None:
        """The live version as the page shows it."""
        if self._live is None:
            return None
        return {"number": self._live.number, "note": self._live.note, "at": self._live.published_at.isoformat()}

    def changes(self) -> int:
        """How many blocks differ from the live version; those that were only moved do not count."""
        ids = self.bot.flows.keys() | self._published.keys()
        return sum(changes(self._published.get(id), self.bot.flows.get(id)) for id in ids)

    def publish(self, request: Publish) -> None:
        """Make the draft the next version, or say which errors keep it from that."""
        problems = [problem for problem in self.bot.check(self.context()) if problem.severity == "error"]
        if problems:
            number = f"{len(problems)} errors" if len(problems) > 1 else "an error"
            message = f"Customers would meet {number}. Mend the draft, then publish it."
            self.canvas.tell("publish_refused", message=message, problems=[problem_view(one) for one in problems])
            return
        revision = self.store.revisions.publish(self.bot.data(), request.note.strip())
        self.look()
        self.canvas.tell("published", number=revision.number)
        self.changed()

    def export(self, request: Export) -> None:
        """Hand the whole bot to the page as a text to save."""
        name = f"{self.bot.folder.resolve().name}.{ENDINGS[request.kind]}"
        self.canvas.tell("exported", name=name, text=self.bot.export(request.kind))


def changes(old: Flow | None, new: Flow | None) -> int:
    """How many blocks differ between two states of a flow."""
    if old is None or new is None:
        return len(old or new or ())
    found = difference(old, new)
    return len(found.added) + len(found.removed) + len(found.changed)

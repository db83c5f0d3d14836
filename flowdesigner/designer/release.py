"""`Release`: publishing the draft as a version that never changes, counting what is not published yet, and export.

The page sends `{type: "publish", note, despite_failed_tests, move_conversations}` and is told one of

    {type: "published", number}
    {type: "publish_refused", message, problems, tests}   each problem with its `flow`: it may be any flow of the bot

and then, with `move_conversations`, `{type: "moved", number, moved, must_stay, busy, text}`; how many there are can be
asked for before (`versions.py`). `problems` are errors: they must be mended. `tests` are the kept chats that fail, as
`kept_chats.py` shows them: publishing needs a go-ahead then, which is `despite_failed_tests`, or to publish the same
draft once more.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flowdesigner.bot import Bot
from flowdesigner.designer.background import Background
from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.kept_chats import report_view
from flowdesigner.designer.requests import Export, Publish
from flowdesigner.designer.views import problem_view
from flowdesigner.flow.check import CheckContext
from flowdesigner.flow.diff import difference
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import flow_from_data
from flowdesigner.runtime import moving
from flowdesigner.runtime.moving import Moved
from flowdesigner.settings import user_name
from flowdesigner.store.revisions import Revision, live_number, newest_number
from flowdesigner.store.store import Store

ENDINGS = {"mermaid": "mmd"}
MOST_IN_A_CELL = 2_500_000
"""Letters of an export that Jupyter lets through at once; the designer's own server has no such limit."""


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
        background: Background | None = None,
        catch_up: Callable[[], object] = lambda: None,
    ) -> None:
        self.canvas = canvas
        self.bot = bot
        self.store = store
        self.context = context
        self.changed = changed
        self.background = background or Background()
        self.catch_up = catch_up
        self._warned_of: dict[str, Any] | None = None
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

    def next_number(self) -> int:
        """The number that the next version will have."""
        return (self.store.read(newest_number) or 0) + 1

    def changes(self) -> int:
        """How many blocks differ from the live version; those that were only moved do not count."""
        ids = self.bot.flows.keys() | self._published.keys()
        return sum(changes(self._published.get(id), self.bot.flows.get(id)) for id in ids)

    def publish(self, request: Publish) -> None:
        """Make the draft the next version, as it is on the disk, or say which errors keep it from that."""
        self.catch_up()
        problems = [problem for problem in self.bot.check(self.context()) if problem.severity == "error"]
        if problems:
            errors = f"{len(problems)} errors" if len(problems) > 1 else "an error"
            message = f"Customers would meet {errors}. Mend the draft, then publish it."
            views = [{**problem_view(one), "flow": one.flow} for one in problems]
            self.canvas.tell("publish_refused", message=message, problems=views, tests=[])
            return
        document = self.bot.data()
        if not (request.despite_failed_tests or document == self._warned_of or self._passes(document)):
            return
        number = self.bot.publish_to(self.store, request.note.strip(), user_name()).number
        self.look()
        self.canvas.tell("published", number=number)
        self.changed()
        if request.move_conversations:
            self.move(number)

    def _passes(self, document: dict[str, Any]) -> bool:
        """Whether the kept chats pass; else the page is told which do not."""
        report = self.bot.run_chats()
        if report.is_passed:
            return True
        self._warned_of = document
        failed = len(report.failures)
        fail = "One kept chat fails" if failed == 1 else f"{failed} kept chats fail"
        message = f"{fail}: {report.failures[0]}. Mend the draft, or publish once more to go ahead all the same."
        tests = [test for test in report_view(self.bot, report)["tests"] if test["state"] != "passed"]
        self.canvas.tell("publish_refused", message=message, problems=[], tests=tests)
        return False

    def move(self, number: int, then: Callable[[], None] = lambda: None) -> None:
        """Let the conversations under way go on with this version, where they can; `then` is called after it."""

        def done(moved: Moved) -> None:
            self.canvas.tell("moved", number=number, **asdict(moved), text=str(moved))
            self.changed()
            then()

        self.background.run(lambda: moving.move(self.store, number), done, lambda error: self.canvas.notice(str(error)))

    def export(self, request: Export) -> None:
        """Hand the page the whole bot or the picture of a flow as a file to save: its name, and `text` or `base64`."""
        stem = self.bot.folder.resolve().name
        match request.kind:
            case "json" | "mermaid":
                text = self.bot.export(request.kind)
                if self.canvas.embedded and len(text) > MOST_IN_A_CELL:
                    command = f"flowdesigner export {stem} --to {stem}.json"
                    self.canvas.notice(
                        f"With its files the bot is too large to come through a notebook. Use: {command}"
                    )
                    return
                told = {"text": text}
            case "svg":
                told = {"text": self.bot.flow(request.flow or None).to_svg(request.theme)}
            case "png":
                told = {"base64": b64encode(self.bot.flow(request.flow or None).to_png(request.theme)).decode()}
        if request.flow and request.flow != self.bot.main:
            stem = f"{stem}-{request.flow}"
        self.canvas.tell("exported", name=f"{stem}.{ENDINGS.get(request.kind, request.kind)}", **told)


def changes(old: Flow | None, new: Flow | None) -> int:
    """How many blocks differ between two states of a flow."""
    if old is None or new is None:
        return len(old or new or ())
    found = difference(old, new)
    return len(found.added) + len(found.removed) + len(found.changed)

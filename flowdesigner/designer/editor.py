"""`Editor`: answers what the page says about the document (edits, undo, another flow, *Try it*)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flowdesigner.designer.background import Background
from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.change import Change
from flowdesigner.designer.operations import RefusedFieldError
from flowdesigner.designer.requests import Edit, Hello, OpenFlow, Redo, Try, Undo
from flowdesigner.designer.rivals import RivalError, field_now
from flowdesigner.designer.session import EditingSession
from flowdesigner.designer.tryout import Tryout
from flowdesigner.designer.views import change_view, flow_view, problem_views
from flowdesigner.errors import DocumentError, FlowdesignerError
from flowdesigner.flow.check import CheckContext, Checker, Problem


class Editor:
    """Joins the canvas to an editing session.

    `context` gives what the checks need to know of the account, `changed` is called after every change of the document.
    """

    def __init__(
        self,
        canvas: Canvas,
        session: EditingSession,
        tryout: Tryout,
        *,
        context: Callable[[], CheckContext],
        changed: Callable[[], None],
        background: Background | None = None,
    ) -> None:
        self.canvas = canvas
        self.session = session
        self.tryout = tryout
        self.context = context
        self.changed = changed
        self.background = background
        self.checker = Checker()
        self._seq = 0
        self.client = ""
        self.name_of: Callable[[str], str] = lambda client: "Somebody"
        canvas.on(Hello, self.hello)
        canvas.on(Edit, self.edit)
        canvas.on(Undo, self.undo)
        canvas.on(Redo, self.redo)
        canvas.on(OpenFlow, self.open_flow)
        canvas.on(Try, self.try_it)

    def hello(self, request: Hello) -> None:
        """Show the whole document, as it is on the disk now."""
        self.client = request.client
        try:
            self.session.catch_up()
        except DocumentError as error:
            self.canvas.notice(str(error))
        self.show()
        self.changed()

    def edit(self, request: Edit) -> None:
        """Make an edit, or refuse it in words. An edit made in another flow goes into that flow."""
        shown = self.session.flow_id
        try:
            self.session.switch(request.flow or shown)
            change = self.session.edit(request.op, id=request.id, author=self.client, seen=request.seen)
        except RivalError as error:
            self.canvas.tell("rival", op=request.id, **self._rival(error))
            return
        except DocumentError as error:
            field = {"field": error.field} if isinstance(error, RefusedFieldError) else {}
            self.canvas.tell("refused", op=request.id, message=str(error), **field)
            return
        finally:
            elsewhere = self.session.flow_id != shown
            self.session.flow_id = shown
        # An edit of a flow that is not on the screen is acknowledged with nothing to redraw.
        self.tell(Change.nothing(request.id) if elsewhere else change)

    def _rival(self, error: RivalError) -> dict[str, Any]:
        """Somebody else's value of the field: the author chooses between it and the own one."""
        block = self.session.flow.block(error.block)
        theirs, label = field_now(block, error.field)
        by = self.name_of(error.author)
        return {
            "block": block.id,
            "title": block.title,
            "field": error.field,
            "label": label,
            "theirs": theirs,
            "by": by,
        }

    def undo(self, _: Undo) -> None:
        """Take the last edit back."""
        self.make(self.session.undo)

    def redo(self, _: Redo) -> None:
        """Make it again."""
        self.make(self.session.redo)

    def open_flow(self, request: OpenFlow) -> None:
        """Show another flow."""
        self.session.switch(request.id)
        self.show()
        self.changed()

    def try_it(self, request: Try) -> None:
        """One turn in *Try it*."""
        if request.do in ("start", "restart", "open"):
            self.session.catch_up()
        teams, flow = dict(self.context().teams or {}), self.session.flow_id
        if self.tryout.makes_calls and self.background is not None:
            # A real call takes as long as the other side does.
            self.background.run(lambda: self.tryout.turn(request, flow, teams), self.show_trial, self.refuse)
        else:
            self.show_trial(self.tryout.turn(request, flow, teams))
        if request.do == "keep":
            chat = self.tryout.keep(request.text)
            self.canvas.tell("kept", name=chat.name, title=chat.title, file=chat.file)

    def show_trial(self, view: Mapping[str, Any]) -> None:
        """The conversation of *Try it*, as it is now."""
        self.canvas.tell("try", **view)

    def refuse(self, error: Exception) -> None:
        """Say why a turn could not be taken."""
        if not isinstance(error, FlowdesignerError):
            raise error
        self.canvas.notice(str(error))

    def look(self) -> None:
        """Show what somebody else (another page, a text editor, git) has done to the bot meanwhile."""
        if self.session.is_behind():
            # A file that is half written is said when the author edits.
            with suppress(DocumentError):
                self.make(self.session.catch_up)

    def show(self) -> None:
        """The whole flow on the screen."""
        self.canvas.tell("document", flow=flow_view(self.session.flow), **self._state())

    def recheck(self) -> None:
        """Show the problems again: the account has changed, not the document."""
        if not self._seq:
            return  # the page has not asked for the document yet
        self.canvas.tell("changed", blocks={}, layout={}, op=None, **self._state())

    def tell(self, change: Change) -> None:
        """What an edit changed."""
        self.canvas.tell("changed", **change_view(self.session.flow, change), **self._state())
        self.changed()

    def make(self, work: Callable[[], Change]) -> None:
        """Do it, and tell what it changed; the whole document when another flow is shown then, or has another name."""
        flow = self.session.flow
        change = work()
        if self.session.flow_id == flow.id and self.session.flow.name == flow.name:
            self.tell(change)
        else:
            self.show()
            self.changed()

    def problems(self) -> list[Problem]:
        """What is wrong with the flow on the screen."""
        return self.checker.check(self.session.flow, self.context())

    def _state(self) -> dict[str, object]:
        self._seq += 1
        standing = self.session.standing
        return {
            "seq": self._seq,
            "problems": problem_views(self.problems(), self.session.flow_id),
            "log": standing.last,
            "can_undo": standing.can_undo,
            "can_redo": standing.can_redo,
        }

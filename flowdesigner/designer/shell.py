"""`Designer`: the whole screen, the canvas with the pages of ipywidgets laid over it, and everything behind it.

`open_designer` is what the notebook calls: the designer, or a page that says why it cannot be opened.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]

from flowdesigner.bot import Bot
from flowdesigner.designer.accounts import Accounts
from flowdesigner.designer.api_desk import ApiDesk
from flowdesigner.designer.background import Background
from flowdesigner.designer.bots import Bots
from flowdesigner.designer.bots_folder import asked_for, wanted_by
from flowdesigner.designer.canvas import THEMES, Canvas
from flowdesigner.designer.connections import Connections
from flowdesigner.designer.conversations import BlockNames
from flowdesigner.designer.editor import Editor
from flowdesigner.designer.file_desk import FileDesk
from flowdesigner.designer.function_desk import FunctionDesk
from flowdesigner.designer.kept_chats import KeptChats
from flowdesigner.designer.language_desk import LanguageDesk
from flowdesigner.designer.live import Live, Runners
from flowdesigner.designer.pages.channels import ChannelsPage
from flowdesigner.designer.pages.controls import html, styled
from flowdesigner.designer.pages.ground import Ground
from flowdesigner.designer.pages.help import HelpPage
from flowdesigner.designer.pages.page import Page
from flowdesigner.designer.pages.running import RunningPage
from flowdesigner.designer.people import People
from flowdesigner.designer.release import Release
from flowdesigner.designer.requests import GoLive, Suggest
from flowdesigner.designer.runners import OwnRunners
from flowdesigner.designer.sandbox_process import SandboxProcess
from flowdesigner.designer.session import EditingSession
from flowdesigner.designer.shaping import Shaping
from flowdesigner.designer.suggestions import suggestions
from flowdesigner.designer.tryout import Tryout
from flowdesigner.designer.versions import Versions
from flowdesigner.designer.views import catalog_view, flow_names
from flowdesigner.designer.warm import wait_for_page
from flowdesigner.designer.watching import Watching
from flowdesigner.errors import FlowdesignerError
from flowdesigner.flow.catalog import Catalog
from flowdesigner.flow.check import CheckContext
from flowdesigner.flow.language import name_of
from flowdesigner.flow.system_variables import SYSTEM_VARIABLES, example_facts
from flowdesigner.runtime.records import Records
from flowdesigner.settings import BOT_FOLDER, from_environment
from flowdesigner.store.presence import Presence

EXAMPLE = Path("order-support")
log = logging.getLogger("flowdesigner.designer")
THEME = "designer_theme"
LOOK_EVERY = 1.0
"""Seconds between looks at the runner, the draft's file and the page on the screen."""


class Designer(widgets.VBox):  # type: ignore[misc]
    """The designer of the bot in `folder`.

    `embedded` draws it in a notebook's cell instead of a full page; by default that is so wherever Voila does not serve
    it. `environ` and `runners` are for tests.
    """

    def __init__(
        self,
        folder: Path | str,
        *,
        embedded: bool | None = None,
        environ: Mapping[str, str] = os.environ,
        runners: Runners | None = None,
    ) -> None:
        super().__init__()
        folder = Path(folder).resolve()
        self.background = Background()
        self.session = EditingSession.open(folder)
        self.bot = self.session.bot
        self.store = self.bot.store()
        self.connections = Connections(self.store, environ=environ)
        is_cell = "VOILA_KERNEL_ID" not in environ if embedded is None else embedded
        self.canvas = Canvas(
            catalog=catalog_view(Catalog.default()),
            system_variables=[one._asdict() for one in SYSTEM_VARIABLES],
            embedded=is_cell,
        )
        self.release = Release(
            self.canvas, self.bot, self.store,
            context=self.context, changed=self.refresh, background=self.background,
            catch_up=self.session.catch_up,
        )  # fmt: skip
        self.live = Live(
            folder, runners or OwnRunners(), self.connections, self.release, self.background,
            changed=self.refresh, notice=self.canvas.notice,
        )  # fmt: skip
        self.function_desk = FunctionDesk(
            self.canvas, self.session, self.background, changed=lambda: self.editor.recheck()
        )
        self.api_desk = ApiDesk(
            self.canvas, self.session, self.store.secrets, self.background,
            facts=example_facts(), changed=self.account_changed, run=self.function_desk.run, environ=environ,
        )  # fmt: skip
        trial = Tryout(self.bot, example_facts(), call=self.api_desk.make, run=self.function_desk.run)
        self.editor = Editor(
            self.canvas, self.session, trial,
            context=self.context, changed=self.refresh, background=self.background,
        )  # fmt: skip
        self.file_desk = FileDesk(self.canvas, self.session)
        self.versions = Versions(
            self.canvas, self.session, self.store, self.release, self.background,
            show=self.editor.show, changed=self.refresh,
        )  # fmt: skip
        self.people = People(self.canvas, self.session, Presence(self.session.draft), lambda: self.editor.client)
        self.editor.name_of = self.people.name_of
        self.shaping = Shaping(self.canvas, self.session, self.editor)
        self.language_desk = LanguageDesk(self.canvas, self.session, self.editor)
        self.kept_chats = KeptChats(self.canvas, self.bot)
        self.bots = Bots(self.canvas, folder, take_in=self.versions.take_in)
        self.canvas.on(GoLive, self.go_live)
        self.canvas.on(Suggest, self.suggest)
        self.accounts = Accounts(self.canvas, self.connections, self.background, changed=self.account_changed)
        self.names = BlockNames(self.store, lambda: self.bot.flows)
        self.watching = Watching(
            self.canvas, Records(self.store), self.names, self.background,
            flows=lambda: self.bot.flows, to_page=self.open_conversation,
        )  # fmt: skip
        self.pages = self._make_pages(lambda name: SandboxProcess(folder, self.store, name))
        self._compose(is_cell)
        self.account_changed()
        self.live.poll()
        self.background.every(LOOK_EVERY, self.look)
        self.accounts.read()

    @property
    def page(self) -> Page | None:
        """The page laid over the canvas, if one is."""
        return self.pages.get(self.canvas.page)

    def context(self) -> CheckContext:
        """What the checks must know of the account and the bot's other flows."""
        return CheckContext(
            **self.accounts.facts(),
            flows=self.bot.flows,
            secrets=self.api_desk.known(),
            main=self.bot.main,
            languages=self.bot.languages,
            error_flow=self.bot.error_flow or "",
            files=self.file_desk.there(),
            functions=self.function_desk.known(),
        )

    def refresh(self) -> None:
        """Show the header again: flows, version, changes, and how the runner is."""
        self.canvas.bot = {
            "name": self.bot.name,
            "flows": flow_names(self.bot.flows, self.bot.main),
            "flow": self.session.flow_id,
            "languages": [{"code": code, "name": name_of(code)} for code in self.bot.languages],
            "live": self.release.live(),
            "changes": self.release.changes(),
            "next_number": self.release.next_number(),
            "running": self.live.look.state,
            "running_text": self.live.look.text,
        }
        if self.page:
            self.page.look()

    def account_changed(self) -> None:
        """Show the accounts again, and the problems, some of which depend on them."""
        self.accounts.show()
        self.editor.recheck()
        self.refresh()

    def go_live(self, request: GoLive) -> None:
        """*Go live* or *Stop* in the header."""
        if request.do == "go":
            self.live.go()
        else:
            self.live.stop()

    def look(self) -> None:
        """What may have changed without the page: the runner, the draft's file, another page's version."""
        self.live.poll()
        self.accounts.look()
        self.people.look()
        self.editor.look()
        self.function_desk.look()
        self.watching.look()
        if self.release.look():
            self.refresh()
        elif self.page:
            self.page.look()

    def open_conversation(self, row: int) -> None:
        """Show a conversation on the page Running."""
        self.running.open_conversation(row)
        self.canvas.page = "running"

    def _make_pages(self, sandboxes: Callable[[str], SandboxProcess]) -> dict[str, Page]:
        def to_channels() -> None:
            self.canvas.page = "channels"

        self.running = RunningPage(
            self.store, self.live, self.connections, self.names, self.background,
            channels=to_channels, live_canvas=self.watching.show, show_block=self.watching.send_to,
            follow=self.watching.follow,
        )  # fmt: skip
        return {
            "channels": ChannelsPage(
                self.connections, self.live, sandboxes, self.background, changed=self.account_changed
            ),
            "running": self.running,
            "help": HelpPage(Catalog.default()),
        }

    def _compose(self, is_cell: bool) -> None:
        self._ground = Ground()
        self.children = (self._ground, self.canvas)
        styled(self, "fd-shell fd-embedded" if is_cell else "fd-shell fd-full")
        self.canvas.theme = self._kept_theme()
        self.canvas.observe(self._page_chosen, "page")
        self.canvas.observe(self._theme_chosen, "theme")

    def _page_chosen(self, change: dict[str, Any]) -> None:
        for name, page in self.pages.items():
            if name == change["new"]:
                page.enter()
            elif page.is_open:
                page.leave()
        over = (self.page,) if self.page else ()
        self.children = (self._ground, self.canvas, *over)

    def _kept_theme(self) -> str:
        kept = self.store.settings.get(THEME, "auto")
        return kept if isinstance(kept, str) and kept in THEMES else "auto"

    def _theme_chosen(self, change: dict[str, Any]) -> None:
        self.store.settings.set(THEME, change["new"])

    def suggest(self, request: Suggest) -> None:
        """What may be chosen in a field."""
        self.canvas.tell("suggestions", what=request.what, values=suggestions(request.what))

    def close(self) -> None:
        """Let go of files and database; the runner goes on."""
        self.background.close()
        self.function_desk.close()
        self.people.leave()
        self.session.close()
        self.store.close()
        super().close()


def open_designer(folder: Path | str | None = None) -> widgets.Widget:
    """The designer of the bot in the folder, by default the one that the page's address or the environment names, or
    else an example.

    What keeps it from opening (a broken file, a database in use) is said on the page.
    """
    query = wait_for_page()
    try:
        if folder is None:
            folder = asked_for(Path(from_environment(BOT_FOLDER) or EXAMPLE), query)
        return Designer(make_sure(Path(folder)))
    except FlowdesignerError as error:
        return failure(str(error), query)
    except Exception as error:
        log.exception("The designer could not be opened")
        return failure(f"An error that nobody expected: {type(error).__name__}: {error}", query)


def make_sure(folder: Path) -> Path:
    """The folder; with the example bot in it when there is nothing yet."""
    if not folder.exists():
        Bot.create(folder, folder.name.replace("-", " ").replace("_", " ").capitalize(), example=True)
    return folder


def failure(text: str, query: str, environ: Mapping[str, str] = os.environ) -> widgets.Widget:
    """A page that says why the designer cannot be opened."""
    words = f"<h1>The bot could not be opened</h1><p>{escape(text)}</p>"
    if "VOILA_KERNEL_ID" not in environ:
        words += "<p>Mend it, then run this cell again.</p>"
    else:
        other = ' <a href="?">Open the first bot instead</a>' if wanted_by(query) else ""
        words += f'<p>Mend it, then load this page again.</p><a class="fd-button" href="">Load again</a>{other}'
    return html(f'<div class="fd-failure"><div class="fd-panel" role="alert">{words}</div></div>')

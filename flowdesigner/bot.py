"""`Bot`: a folder with `bot.json`, one `*.flow.json` a flow, `chats/` and `.flowdesigner/` for state."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Mapping
from dataclasses import replace
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from flowdesigner.errors import BrokenFileError, DocumentError, EditError
from flowdesigner.examples import EXAMPLES, FIRST, example_of
from flowdesigner.flow import files_folder
from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.catalog import Catalog
from flowdesigner.flow.check import CheckContext, Checker, Problem
from flowdesigner.flow.document import Flow, slug
from flowdesigner.flow.files import (
    FORMAT,
    check_format,
    dump,
    expect,
    flow_from_data,
    flow_to_data,
    items,
    load_flow,
    naming,
    read_json,
    save_flow,
    text,
    write_atomically,
)
from flowdesigner.flow.language import Languages, demanded, ordered
from flowdesigner.settings import DATABASE_URL, from_environment, user_name

if TYPE_CHECKING:
    from flowdesigner.chats.report import Report
    from flowdesigner.flow.python_function import FoundFunctions
    from flowdesigner.store.revisions import Revision
    from flowdesigner.store.store import Store

STATE = ".flowdesigner"
BOT_FILE = "bot.json"
ENDING = ".flow.json"


class Bot:
    """A bot: its flows, which of them is the main one, and which one answers when an error has occurred.

    `languages` are the codes of those that it speaks, the main one first; empty while it is written in one only.
    """

    def __init__(self, folder: Path | str, name: str, *, main: str = "main", error_flow: str | None = None) -> None:
        self.folder = Path(folder)
        self.name = name
        self.main = main
        self.error_flow = error_flow
        self.languages: Languages = ()
        self.flows: dict[str, Flow] = {}

    # Folders

    @classmethod
    def create(cls, folder: Path | str, name: str, *, example: bool | str = False) -> Bot:
        """Make a bot in a new or empty folder: with a start block, or as a copy of an example (True: the first)."""
        place = Path(folder)
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise DocumentError(f"{place} is in use: choose another folder for the new bot.")
        if example:
            return cls._copy_example(place, name, FIRST.id if example is True else example)
        bot = cls(place, name)
        flow = bot.add_flow("Main flow", id="main")
        flow.add(Catalog.default().create("start"), id="start", at=(320, 120))
        bot.save()
        return bot

    @classmethod
    def _copy_example(cls, folder: Path, name: str, example: str) -> Bot:
        found = example_of(example)
        if found is None:
            names = ", ".join(one.id for one in EXAMPLES)
            raise DocumentError(f"There is no example “{example}”; there are {names}.")
        with as_file(found.folder) as source:
            shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(STATE))
        bot = cls.load(folder)
        bot.name = name
        bot.save()
        return bot

    @classmethod
    def load(cls, folder: Path | str) -> Bot:
        """Read a bot's folder; BrokenFileError names the file and the place in it. No file is changed."""
        bot = cls._load_head(Path(folder))
        for file in sorted(bot.folder.glob(f"*{ENDING}")):
            bot._load_flow(file)
        bot._check_names(bot.folder / BOT_FILE)
        return bot

    @classmethod
    def without_draft(cls, folder: Path | str) -> Bot:
        """The bot for what needs its state only: what runs is a version, and a draft that is broken must not stop it.

        It has no flows, and its folder's name where its own cannot be read. DocumentError where there is no bot.
        """
        place = Path(folder)
        try:
            return cls._load_head(place)
        except BrokenFileError:
            return cls(place, place.resolve().name)

    @classmethod
    def _load_head(cls, place: Path) -> Bot:
        path = place / BOT_FILE
        if not path.is_file():
            raise DocumentError(
                f"There is no bot in {place}: {BOT_FILE} is missing. To make one: flowdesigner new {place}"
            )
        with naming(path):
            return cls._read_head(expect(read_json(path), dict, "$"), place)

    @classmethod
    def _read_head(cls, data: dict[str, Any], folder: Path | str) -> Bot:
        check_format(data)
        bot = cls(folder, text(data, "name", "$"), main=text(data, "main", "$"))
        bot.error_flow = text(data, "error_flow", "$") if data.get("error_flow") is not None else None
        codes = [str(expect(one, str, f"$.languages[{place}]")) for place, one in enumerate(items(data, "languages"))]
        bot.languages = ordered(tuple(codes))
        return bot

    def _load_flow(self, file: Path) -> None:
        flow = load_flow(file)
        if f"{flow.id}{ENDING}" != file.name:
            raise BrokenFileError(f"the file must be named {flow.id}{ENDING}", path=str(file), where="$.id")
        self.flows[flow.id] = flow

    def _check_names(self, path: Path) -> None:
        for key, flow in (("main", self.main), ("error_flow", self.error_flow)):
            if flow is not None and flow not in self.flows:
                raise BrokenFileError(f"there is no flow “{flow}” in the folder", path=str(path), where=f"$.{key}")

    def save(self) -> None:
        """Write every file, each whole or not at all; flows first, so that bot.json names only what is there."""
        (self.folder / "chats").mkdir(parents=True, exist_ok=True)
        self._state()
        for flow in self.flows.values():
            save_flow(flow, self._file(flow))
        self.save_head()

    def save_head(self) -> None:
        """Write `bot.json`, whole or not at all."""
        write_atomically(self.folder / BOT_FILE, dump(self._head()))

    def _state(self) -> Path:
        """The folder for databases and logs, closed to other users and kept out of git."""
        state = self.folder / STATE
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        ignored = state / ".gitignore"
        if not ignored.exists():
            write_atomically(ignored, "*\n")
        return state

    def _file(self, flow: Flow) -> Path:
        """The flow's file; an id that is no plain name could lead out of the folder."""
        if not re.fullmatch(r"\w[\w.-]*", flow.id):
            raise EditError(f"“{flow.id}” cannot name a flow's file: use letters, digits, dots, dashes.")
        return self.folder / f"{flow.id}{ENDING}"

    # Flows

    def flow(self, id: str | None = None) -> Flow:
        """The flow with this id; the main one by default."""
        wanted = id or self.main
        if wanted not in self.flows:
            raise EditError(f"The bot “{self.name}” has no flow “{wanted}”; it has {', '.join(sorted(self.flows))}.")
        return self.flows[wanted]

    def add_flow(self, flow: Flow | str, *, id: str | None = None) -> Flow:
        """Add a flow, or a new one with this name."""
        added = Flow(flow, id=id or slug(flow)) if isinstance(flow, str) else flow
        self._file(added)
        if added.id in self.flows:
            raise EditError(f"The bot “{self.name}” has a flow “{added.id}” already.")
        self.flows[added.id] = added
        return added

    def remove_flow(self, id: str) -> None:
        """Take a flow out, and its file; EditError for the main and the error flow."""
        if id in (self.main, self.error_flow):
            raise EditError(f"“{self.flow(id).name}” is the bot's main or error flow: name another one first.")
        self._file(self.flows.pop(self.flow(id).id)).unlink(missing_ok=True)

    def speak(self, *languages: str) -> None:
        """The languages from now on, the main one first: `bot.speak("en", "de")`. EditError: one is none."""
        self.languages = ordered(tuple(demanded(code) for code in languages))

    # Files

    def attach(self, file: Path | str) -> AttachedFile:
        """Take a file into the bot's folder, for a block: `SendMessage(files=[bot.attach("list.pdf")])`."""
        path = Path(file)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DocumentError(f"{path} cannot be read: {error.strerror}.") from error
        return files_folder.keep(self.folder, path.name, content)

    # Functions

    def functions(self) -> FoundFunctions:
        """The Python functions that the bot's blocks may run, looked at in a process of its own."""
        from flowdesigner.functions.workers import Workers

        with Workers(self.folder, most=1) as workers:
            return workers.describe()

    def check(self, context: CheckContext | None = None) -> list[Problem]:
        """What is wrong with any of the flows."""
        given = context or CheckContext()
        files = files_folder.there(self.folder, self.flows)
        if given.functions is None and any(
            block.function_use() for flow in self.flows.values() for block in flow.blocks
        ):
            given = replace(given, functions=self.functions().named())
        whole = replace(
            given,
            flows=self.flows,
            main=self.main,
            error_flow=self.error_flow or "",
            files=files,
            languages=self.languages,
        )
        checker = Checker()
        return [problem for id in sorted(self.flows) for problem in checker.check(self.flows[id], whole)]

    # The document

    def _head(self) -> dict[str, Any]:
        head = {"format": FORMAT, "name": self.name, "main": self.main, "error_flow": self.error_flow}
        return head | ({"languages": list(ordered(self.languages))} if self.languages else {})

    def data(self) -> dict[str, Any]:
        """The whole bot as JSON data: what a revision keeps."""
        return {**self._head(), "flows": {id: flow_to_data(self.flows[id]) for id in sorted(self.flows)}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any], folder: Path | str = ".") -> Bot:
        """The bot of a revision's document."""
        top = dict(data)
        bot = cls._read_head(top, folder)
        for flow in expect(top.get("flows", {}), dict, "$.flows").values():
            bot.add_flow(flow_from_data(flow))
        return bot

    def export(self, kind: Literal["json", "mermaid"] | str) -> str:
        """The whole bot as one text. Secrets are not part of a bot and so never in it.

        `flowdesigner import` makes a bot of the JSON, which has the kept chats too.
        """
        if kind == "json":
            from flowdesigner.transfer import pack

            return pack(self)
        if kind == "mermaid":
            return "\n".join(self.flows[id].to_mermaid() for id in sorted(self.flows, key=lambda id: id != self.main))
        raise DocumentError(f"A bot is exported as “json” or “mermaid”, not as “{kind}”.")

    # The store

    def store(self) -> Store:
        """The bot's store, to be closed after use: `.flowdesigner/bot.sqlite`, or what the environment names."""
        from flowdesigner.store.place import place_of_bot
        from flowdesigner.store.store import Store

        return Store.open(place_of_bot(from_environment(DATABASE_URL), self.folder, self._state() / "bot.sqlite"))

    def publish(self, note: str = "", *, author: str | None = None, despite_failed_tests: bool = False) -> Revision:
        """Keep the bot as it is now as the next version; conversations that start from now on follow it.

        FailedChatsError, with every failure, when a kept chat fails, unless `despite_failed_tests`. `author` is by
        default the computer's user.
        """
        if not despite_failed_tests:
            self.run_chats().demand_passed()
        with self.store() as store:
            return self.publish_to(store, note, user_name() if author is None else author)

    def publish_to(self, store: Store, note: str, author: str) -> Revision:
        """Keep the bot, with the files that it sends, as the next version; DocumentError when a file is gone."""
        files = files_folder.contents(self.folder, self.flows, store.files.has)
        return store.revisions.publish(self.data(), note, author, files)

    def run_chats(self, names: Collection[str] = ()) -> Report:
        """Run the kept chats of the bot's folder, or those of these names, against the bot as it is now."""
        from flowdesigner.chats.report import run_chats

        return run_chats(self, names)

    def __repr__(self) -> str:
        return f"Bot({self.name!r}, flows: {', '.join(sorted(self.flows))})"

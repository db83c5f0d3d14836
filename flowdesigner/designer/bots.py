"""`Bots`: the bots beside this one on the page, the gallery of examples, and new bots.

The page sends `{type: "bots", do, ...}`:

    list      all bots of the folder, and the examples
    pictures  `theme`: a picture of each example
    make      `name` and `example` (an id, or "" for an empty bot) or `text` (of an exported file): a new bot
    take      `example`: make the draft this example, in one edit, as importing does

and is told

    {type: "bots", folder, bots: [{folder, name, changed, is_this}], examples: [example]}
    example   {id, name, description, needs, tests}
    {type: "pictures", theme, pictures: {id: SVG}}
    {type: "made", folder, name, path}, or {type: "not_made", message}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from flowdesigner.bot import Bot
from flowdesigner.chats.folder import load_chats
from flowdesigner.designer.bots_folder import BotsFolder
from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.requests import BotsRequest, Import
from flowdesigner.designer.times import moment, now
from flowdesigner.errors import DocumentError
from flowdesigner.examples import EXAMPLES, Example, example_of
from flowdesigner.flow.picture import Theme
from flowdesigner.transfer import pack

View = dict[str, Any]


class Bots:
    """The bots beside the one in `folder`; `take_in` makes the draft the bot of a file."""

    def __init__(self, canvas: Canvas, folder: Path, *, take_in: Callable[[Import], None]) -> None:
        self.canvas = canvas
        self.this = folder.name
        self.beside = BotsFolder(folder.parent)
        self.take_in = take_in
        canvas.on(BotsRequest, self.answer)

    def answer(self, request: BotsRequest) -> None:
        """Do what the page asks."""
        match request.do:
            case "list":
                self.canvas.tell("bots", **self._listed())
            case "pictures":
                self.canvas.tell("pictures", theme=request.theme, pictures=pictures(request.theme))
            case "make":
                self._make(request)
            case "take":
                with loaded(demanded(request.example)) as bot:
                    self.take_in(Import(type="import", text=pack(bot)))

    def _listed(self) -> View:
        at = now()
        return {
            "folder": str(self.beside.path),
            "bots": [
                {
                    "folder": one.folder,
                    "name": one.name,
                    "changed": moment(one.changed_at, at),
                    "is_this": one.folder == self.this,
                }
                for one in self.beside.bots()
            ],
            "examples": [example_view(example) for example in EXAMPLES],
        }

    def _make(self, request: BotsRequest) -> None:
        try:
            made = (
                self.beside.make_of_file(request.name, request.text)
                if request.text
                else self.beside.make(request.name, request.example)
            )
        except DocumentError as error:
            self.canvas.tell("not_made", message=str(error))
        else:
            self.canvas.tell("made", folder=made.folder.name, name=made.name, path=str(made.folder))


def demanded(id: str) -> Example:
    """The example; DocumentError when there is none of this name."""
    if (found := example_of(id)) is None:
        raise DocumentError(f"There is no example “{id}”. Load the page again.")
    return found


@contextmanager
def loaded(example: Example) -> Iterator[Bot]:
    """The example's bot, from its own folder."""
    with as_file(example.folder) as folder:
        yield Bot.load(folder)


@lru_cache(maxsize=2 * len(EXAMPLES))
def example_view(example: Example) -> View:
    """An example, with the number of its tests."""
    with loaded(example) as bot:
        tests = len(load_chats(bot.folder)[0])
    return {
        "id": example.id,
        "name": example.name,
        "description": example.description,
        "needs": example.needs,
        "tests": tests,
    }


def pictures(theme: Theme) -> dict[str, str]:
    """The main flow of each example, drawn."""
    drawn = {}
    for example in EXAMPLES:
        with loaded(example) as bot:
            drawn[example.id] = bot.flow().to_svg(theme)
    return drawn

"""`LanguageDesk`: the languages of the bot on the page. The page sends `{type: "languages", do, ...}`:

    list     what is known
    add      `code`: one language more
    remove   `code`: one less, and its texts in all flows
    main     `code`: the language in which the blocks are written. One that the bot speaks already changes places with
             the main one: every text, and its translation
    export   the table of all texts as a CSV file
    import   `text`: the translations of such a file, as one edit

and is told

    {type: "languages", languages: [{code, name, texts, missing}], offered: [{code, name}],
     flows: [{id, name, missing: {code: number}}]}

with the main language first. After *add*, *remove*, *main* and *import* it is told what changed, as after any other
edit; one undo takes it back in all flows. After *import* comes `{type: "translations_taken_in", sentences, changed}`,
after *export* `{type: "exported", name, text}`. A single text is changed by an edit (`translate`). What cannot be done
becomes a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.editor import Editor
from flowdesigner.designer.requests import Languages as Request
from flowdesigner.designer.session import EditingSession
from flowdesigner.errors import EditError
from flowdesigner.flow.document import Flow, slug
from flowdesigner.flow.language import COMMON, Languages, demanded, name_of, ordered
from flowdesigner.flow.language_change import exchanged, without_language
from flowdesigner.flow.translation_table import TakenIn, from_csv, progress, to_csv

View = dict[str, Any]
Flows = Mapping[str, Flow]


def unchanged(_: Flows) -> Flows:
    """No flow is another one."""
    return {}


class LanguageDesk:
    """Answers for the bot that the session edits."""

    def __init__(self, canvas: Canvas, session: EditingSession, editor: Editor) -> None:
        self.canvas = canvas
        self.session = session
        self.editor = editor
        canvas.on(Request, self.answer)

    def answer(self, request: Request) -> None:
        """Do what the page asks, and tell how it is then."""
        match request.do:
            case "add":
                self.add(demanded(request.code))
            case "remove":
                self.remove(request.code)
            case "main":
                self.make_main(demanded(request.code))
            case "import":
                self.take_in(request.text)
            case "export":
                self.export()
        self.canvas.tell("languages", **self.view())

    def add(self, code: str) -> None:
        """One language more."""

        def more(now: Languages) -> Languages:
            if not now:
                raise EditError("Choose first the language in which the bot is written.")
            return ordered((*now, code))

        self._change(unchanged, more)

    def remove(self, code: str) -> None:
        """One language less, with its texts."""
        if code in self.session.bot.languages[:1]:
            raise EditError(f"The bot is written in {name_of(code)}. Make another language the main one first.")
        self._change(lambda flows: without_language(flows, code), lambda now: tuple(one for one in now if one != code))

    def make_main(self, code: str) -> None:
        """The blocks are written in this language from now on."""

        def change(flows: Flows) -> Flows:
            now = self.session.bot.languages
            return exchanged(flows, now[0], code) if code in now[1:] else {}

        def swapped(now: Languages) -> Languages:
            return ordered((code, *(now if code in now else now[1:])))

        self._change(change, swapped)

    def take_in(self, text: str) -> None:
        """The translations of a file."""
        taken: list[TakenIn] = []

        def change(flows: Flows) -> Flows:
            taken.append(from_csv(text, flows, self._languages()))
            return taken[-1].flows

        self._change(change)
        self.canvas.tell("translations_taken_in", sentences=taken[-1].sentences(), changed=bool(taken[-1].flows))

    def export(self) -> None:
        """The table as a file."""
        bot = self.session.bot
        name = f"{slug(bot.name) or 'bot'}-translations.csv"
        self.canvas.tell("exported", name=name, text=to_csv(bot.flows, self._languages()))

    def _languages(self) -> Languages:
        if not self.session.bot.languages:
            raise EditError("Choose first the language in which the bot is written.")
        return self.session.bot.languages

    def _change(
        self, change: Callable[[Flows], Flows], languages: Callable[[Languages], Languages] = lambda now: now
    ) -> None:
        author = self.editor.client
        self.editor.make(lambda: self.session.reshape(change, author=author, languages=languages))

    def view(self) -> View:
        """Each language with how far it is, and where texts are missing."""
        bot = self.session.bot
        further = bot.languages[1:]
        by_flow = {id: {code: progress([flow], code) for code in bot.languages} for id, flow in bot.flows.items()}
        return {
            "languages": [
                {
                    "code": code,
                    "name": name_of(code),
                    "texts": sum(one[code].texts for one in by_flow.values()),
                    "missing": sum(one[code].missing for one in by_flow.values()) if code in further else 0,
                }
                for code in bot.languages
            ],
            "offered": named(code for code in COMMON if code not in further),
            "flows": [
                {"id": id, "name": flow.name, "missing": {code: by_flow[id][code].missing for code in further}}
                for id, flow in bot.flows.items()
            ],
        }


def named(codes: Iterable[str]) -> list[View]:
    """Languages with their names, by these."""
    return sorted(({"code": code, "name": name_of(code)} for code in codes), key=lambda one: one["name"])

"""The languages of a bot, as the page asks for them: added, taken away, translated, exported and taken in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer.editor import Editor
from flowdesigner.designer.history import changes
from flowdesigner.designer.language_desk import LanguageDesk
from flowdesigner.designer.session import EditingSession
from flowdesigner.designer.tryout import Tryout
from flowdesigner.flow.check import CheckContext
from flowdesigner.flow.system_variables import example_facts
from tests.designer.page import RecordingCanvas


class Page(RecordingCanvas):
    """A page at a bot; `edits` counts its edits."""

    def __init__(self, folder: Path, client: str = "page") -> None:
        super().__init__()
        self.session = EditingSession.open(folder)
        self.client, self.edits = client, 0
        tryout = Tryout(self.session.bot, example_facts())
        self.editor = Editor(self, self.session, tryout, context=self.context, changed=lambda: None)
        LanguageDesk(self, self.session, self.editor)
        self.ask("hello", client=client)

    def context(self) -> CheckContext:
        bot = self.session.bot
        return CheckContext(flows=bot.flows, main=bot.main, languages=bot.languages)

    def languages(self, do: str = "list", **content: Any) -> dict[str, Any]:
        self.ask("languages", do=do, **content)
        return self.last("languages")

    def edit(self, seen: int | None = None, **op: Any) -> dict[str, Any]:
        self.edits += 1
        return self.ask("op", id=f"{self.client}-{self.edits}", op=op, seen=seen)[0]

    def translate(self, block: str, **texts: str) -> dict[str, Any]:
        return self.edit(None, op="translate", block=block, language="de", texts=texts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bot = Bot.create(tmp_path / "bot", "Desk", example=True)
    second = bot.add_flow("Second", id="second")
    second.add(bot.flow().block("invoices").model_copy(update={"id": ""}), id="again")
    bot.save()
    return bot.folder


@pytest.fixture
def page(folder: Path) -> Iterator[Page]:
    page = Page(folder)
    page.languages("main", code="en")
    page.languages("add", code="de")
    yield page
    page.session.close()


def problems(page: Page) -> list[str]:
    told = next(one for one in reversed(page.told) if "problems" in one)
    return [one["message"] for one in told["problems"] if one["code"].startswith("translation")]


def test_the_main_language_comes_first_and_then_others(folder: Path) -> None:
    page = Page(folder)
    told = page.languages()
    assert (told["languages"], {one["id"]: one["missing"] for one in told["flows"]}) == (
        [], {"error": {}, "main": {}, "second": {}},
    )  # fmt: skip
    notice = page.ask("languages", do="export")[-1]
    assert notice["text"] == "Choose first the language in which the bot is written."
    page.languages("main", code="en")
    told = page.languages("add", code="pt_br")
    assert [(one["code"], one["name"]) for one in told["languages"]] == [
        ("en", "English"),
        ("pt-BR", "Portuguese (Brazil)"),
    ]
    assert told["languages"][1]["missing"] == told["languages"][1]["texts"] > 10
    assert "pt-BR" not in [one["code"] for one in told["offered"]]
    assert Bot.load(folder).languages == ("en", "pt-BR")
    page.session.close()


def test_adding_a_language_is_an_edit_of_the_flow_on_the_screen_that_undo_takes_back(page: Page, folder: Path) -> None:
    assert problems(page) == [
        "Nothing in this flow is translated into German yet, so customers who speak it read English here."
    ]
    page.ask("flow", id="second")
    page.languages("add", code="sl")
    page.ask("undo")
    assert Bot.load(folder).languages == ("en", "de")
    page.ask("redo")
    assert Bot.load(folder).languages == ("en", "de", "sl")
    page.ask("flow", id="main")
    (told,) = page.ask("undo")
    assert "was edited since" in told["text"]  # Slovenian would go with it


def test_a_text_is_translated_by_an_edit_and_taken_back(page: Page, folder: Path) -> None:
    told = page.translate("topic", text="Hallo {firstname}, worum geht es?")
    assert told["blocks"]["topic"]["translations"] == {"de": {"text": "Hallo {firstname}, worum geht es?"}}
    missing = {one["id"]: one["missing"]["de"] for one in page.languages()["flows"]}
    assert page.last("languages")["languages"][1]["missing"] == sum(missing.values())
    assert missing["second"] == 1
    page.ask("undo")
    assert "translations" not in page.last("changed")["blocks"]["topic"]
    page.ask("redo")
    assert Bot.load(folder).flow().block("topic").translations == {"de": {"text": "Hallo {firstname}, worum geht es?"}}


def test_a_text_that_is_not_there_any_more_is_refused_and_nothing_of_the_edit_is_made(page: Page, folder: Path) -> None:
    told = page.translate("topic", text="Hallo", reason="Ende")
    assert (told["type"], "has no text “reason”" in told["message"]) == ("refused", True)
    assert Bot.load(folder).flow().block("topic").translations == {}


def test_a_choice_that_is_deleted_comes_back_with_its_translations(page: Page, folder: Path) -> None:
    (first, second) = Bot.load(folder).flow().block("topic").model_dump()["choices"]
    page.translate("topic", **{f"choices.{first['id']}.label": "Rechnung", f"choices.{second['id']}.label": "Technik"})
    before = Bot.load(folder).data()
    page.edit(op="set", block="topic", settings={"choices": [second]})
    assert list(Bot.load(folder).flow().block("topic").translations["de"]) == [f"choices.{second['id']}.label"]
    page.ask("undo")
    assert Bot.load(folder).data() == before
    page.edit(op="remove", blocks=["topic"])
    page.ask("undo")
    assert Bot.load(folder).data() == before


def test_two_translations_of_one_text_ask_which_it_shall_be(page: Page, folder: Path) -> None:
    other = Page(folder, "other")
    log = other.last("document")["log"]
    page.translate("topic", text="Hallo")
    told = other.edit(log, op="translate", block="topic", language="de", texts={"text": "Servus"})
    assert (told["type"], told["theirs"], told["label"]) == ("rival", "Hallo", "Question in German")
    assert other.translate("topic", text="Servus")["type"] == "changed"
    page.editor.look()
    assert page.last("changed")["blocks"]["topic"]["translations"] == {"de": {"text": "Servus"}}
    other.session.close()


def test_a_second_page_sees_a_language_that_was_added(page: Page, folder: Path) -> None:
    other = Page(folder, "other")
    page.languages("add", code="sl")
    other.editor.look()
    assert [one["code"] for one in other.languages()["languages"]] == ["en", "de", "sl"]
    other.session.close()


def test_a_language_that_is_removed_takes_its_texts_in_all_flows_and_undo_brings_both_back(
    page: Page, folder: Path
) -> None:
    page.translate("topic", text="Hallo")
    page.ask("flow", id="second")
    page.translate("again", text="Rechnungen")
    before = Bot.load(folder).data()
    page.languages("remove", code="de")
    after = Bot.load(folder)
    assert after.languages == ("en",)
    assert not any(block.translations for flow in after.flows.values() for block in flow.blocks)
    page.ask("undo")
    assert Bot.load(folder).data() == before
    assert "Make another language the main one" in page.ask("languages", do="remove", code="en")[-1]["text"]


def test_the_main_language_is_named_otherwise_or_changes_places_when_all_is_translated(
    page: Page, folder: Path
) -> None:
    page.languages("main", code="nl")
    assert Bot.load(folder).languages == ("nl", "de")
    assert "not translated into German yet" in page.ask("languages", do="main", code="de")[-1]["text"]
    table = page.ask("languages", do="export")[0]["text"]
    head, *rows = table.splitlines()
    filled = "\r\n".join([head, *(row.removesuffix(",") + ",Deutsch" for row in rows if row)])
    page.languages("import", text=filled)
    page.languages("main", code="de")
    after = Bot.load(folder)
    assert after.languages == ("de", "nl")
    assert getattr(after.flow().block("topic"), "text", "") == "Deutsch"
    page.ask("undo")
    assert Bot.load(folder).languages == ("nl", "de")


def test_a_table_goes_out_and_comes_in_as_one_edit_of_all_flows(page: Page, folder: Path) -> None:
    (exported, _) = page.ask("languages", do="export")
    assert (exported["type"], exported["name"]) == ("exported", "desk-translations.csv")
    before = Bot.load(folder).data()
    text = "flow,block,text,de\nmain,topic,text,Hallo\nsecond,again,text,Rechnungen\nmain,gone,text,Weg\n"
    told = page.ask("languages", do="import", text=text)
    assert [one["type"] for one in told] == ["changed", "translations_taken_in", "languages"]
    assert told[1]["sentences"] == ["Changed texts: 2 in German.", "Not in this bot, left out: row 4 (gone: text)."]
    assert Bot.load(folder).flows["second"].block("again").translations == {"de": {"text": "Rechnungen"}}
    page.ask("undo")
    assert Bot.load(folder).data() == before
    (notice,) = page.ask("languages", do="import", text="nonsense")
    assert notice["tone"] == "error"


def test_try_it_speaks_the_language_that_is_chosen_also_after_a_restart(page: Page, folder: Path) -> None:
    page.translate("topic", text="Hallo {firstname}")
    page.ask("try", do="restart")
    page.ask("try", do="say", text="Hi")
    assert (page.last("try")["language"], "Hallo" in page.last("try")["lines"][1]["text"]) == ("en", False)
    page.ask("try", do="language", text="de")
    page.ask("try", do="restart")
    page.ask("try", do="say", text="Hi")
    assert (page.last("try")["language"], page.last("try")["lines"][1]["text"]) == ("de", "Hallo Mia")
    page.ask("try", do="keep", text="German")
    assert "customer speaks de" in (folder / "chats/german.chat.txt").read_text("utf-8")
    assert Bot.load(folder).run_chats(["german"]).failures == []
    assert "no language's code" in page.ask("try", do="language", text="xq")[0]["text"]


def test_versions_say_what_became_of_the_languages(page: Page, folder: Path) -> None:
    with Bot.load(folder).store() as store:
        Bot.load(folder).publish("one", despite_failed_tests=True)
        page.languages("add", code="sl")
        page.languages("remove", code="de")
        page.translate("topic", text="Hallo")
        found = changes(Bot.load(folder), store, 1, None)
    assert found.sentences == [
        "Added the language Slovenian.",
        "Removed the language German.",
        "Main flow: “What is it about?”: Question in German changed from nothing to “Hallo”.",
    ]


def test_a_version_that_is_restored_brings_its_languages(page: Page, folder: Path) -> None:
    page.translate("topic", text="Hallo")
    document = Bot.load(folder).data()
    page.languages("remove", code="de")
    assert page.session.restore(document)
    assert Bot.load(folder).data() == document
    page.session.undo()
    assert Bot.load(folder).languages == ("en",)

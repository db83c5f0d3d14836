"""One form for all that a process logs; customers' words only where they are asked for, secrets never."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import pytest

from flowdesigner.errors import ConfigurationError, StoreError
from flowdesigner.watching import logs
from tests.logging_set_up import log_at

ours = logging.getLogger("flowdesigner.tests")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log"


def test_our_lines_and_those_of_libraries_come_out_the_same_way(path: Path) -> None:
    with log_at(path) as log:
        logs.lines().say("acted", conversation="1", ms=1.5)
        ours.info("answers on port %s", 8080)
        logging.getLogger("uvicorn.error").info("Started")
        logging.getLogger("somebody.else").warning("careful")
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn("old", DeprecationWarning, stacklevel=1)
    assert [line["event"] for line in log.lines[:4]] == ["acted", "answers on port 8080", "Started", "careful"]
    assert "DeprecationWarning: old" in log.lines[4]["event"]
    assert (log.lines[0]["conversation"], log.lines[0]["ms"], log.lines[0]["level"]) == ("1", 1.5, "info")
    assert (log.lines[3]["logger"], log.lines[3]["level"]) == ("somebody.else", "warning")
    assert all(line["time"].endswith("Z") for line in log.lines)


def test_as_text_a_line_is_a_line_whatever_it_says(path: Path) -> None:
    with log_at(path, form="text") as log:
        logs.lines().say("called", block="a b", flow="main", ms=3, ok=True, name='say "hi"', empty="", two="a\nb")
        ours.warning("forged\n2026-01-01 info \x1b[31mred")
    first, second = log.text.splitlines()
    assert first.endswith(r'info called block="a b" flow=main ms=3 ok=True name="say \"hi\"" empty="" two="a\nb"')
    assert r"forged\n2026-01-01 info \x1b[31mred logger=flowdesigner.tests" in second


def test_at_a_higher_level_lines_are_not_wanted(path: Path) -> None:
    with log_at(path, level="warning") as log:
        assert not logs.lines().are_wanted
        logs.lines().say("acted")
        ours.info("not this")
        ours.warning("this")
    assert [line["event"] for line in log.lines] == ["this"]


def test_words_come_at_the_level_debug_only(path: Path) -> None:
    with log_at(path) as log:
        logs.lines().say_words("said", text="My card is 4111")
        ours.debug("My card is 4111")
    assert log.text == ""
    with log_at(path, level="debug") as log:
        logs.lines().say_words("said", text="My card is 4111")
        ours.debug("My card is 4111 too")
    assert "4111 too" in log.text
    assert log.said("said")[0]["text"] == "My card is 4111"


@pytest.mark.parametrize(("level", "shown"), [("info", False), ("debug", True)])
def test_an_unforeseen_error_says_where_and_its_words_at_debug_only(path: Path, level: str, shown: bool) -> None:
    with log_at(path, level=level) as log:
        try:
            dict[str, str]()["Mia Novak"]
        except KeyError:
            ours.exception("mia@example.com could not be moved")
    (line,) = log.lines
    assert "test_logs.py" in line["exception"]
    assert "KeyError" in line["exception"]
    assert ("KeyError: 'Mia Novak'" in line["exception"], "mia@example.com" in log.text) == (shown, shown)


def test_an_error_of_ours_says_its_sentence_and_what_it_came_of(path: Path) -> None:
    with log_at(path) as log:
        try:
            try:
                int("Mia")
            except ValueError as error:
                raise StoreError("The disk is full.") from error
        except StoreError:
            ours.exception("no")
    exception = log.lines[0]["exception"]
    assert exception.endswith("StoreError: The disk is full.")
    assert "ValueError\n\nand then\n\n" in exception
    assert "Mia" not in exception.replace('int("Mia")', "")


def test_libraries_that_would_tell_secrets_are_quiet_even_at_debug(path: Path) -> None:
    with log_at(path, level="debug") as log:
        for name in ("httpcore.http11", "sqlalchemy.engine.Engine", "aiohttp.client"):
            logging.getLogger(name).info("Authorization: Bearer tok")
            logging.getLogger(name).debug("Authorization: Bearer tok")
    assert log.text == ""


@pytest.mark.parametrize(
    ("variable", "value"), [("FLOWDESIGNER_LOG_LEVEL", "loud"), ("FLOWDESIGNER_LOG_FORMAT", "xml")]
)
def test_what_cannot_be_meant_is_said(variable: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{variable} must be one of"):
        logs.set_up(environ={variable: value})


def test_before_it_is_set_up_lines_go_nowhere() -> None:
    assert not logs.lines().are_wanted

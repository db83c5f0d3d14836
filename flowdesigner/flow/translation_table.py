"""All texts of a bot as a table: for translators, as a CSV file (RFC 4180) that spreadsheets open, and back.

    flow, block, text, where, English (en), German (de)
    main, hello, text, Greeting: Text, Hello {firstname}, Hallo {firstname}

The first three columns name the text; `where` is for people. A cell that a spreadsheet would take for a formula has an
apostrophe before it, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flowdesigner.errors import DocumentError, EditError
from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import write_atomically
from flowdesigner.flow.language import Languages, canonical, name_of
from flowdesigner.flow.translation import Text, texts_of, translation, with_translations

NAMES = ("flow", "block", "text")
WHERE = "where"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it, spreadsheets take UTF-8 for something else."""
FORMULA = re.compile(r"'*[=+\-@\t\r]")
CODE = re.compile(r"(?:.*\()?\s*([\w-]+)\s*\)?\s*")
MOST_NAMED = 5
"""So many rows that nobody knows are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """One text of one block."""

    flow: str
    block: Block
    text: Text

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it."""
        return self.flow, str(self.block.id), self.text.path


@dataclass(frozen=True, slots=True)
class Progress:
    """How many texts need a translation into a language, and how many have none yet."""

    texts: int
    missing: int


@dataclass(slots=True)
class TakenIn:
    """What an import has changed (`flows` as they are then), and what it did not know or left alone."""

    flows: dict[str, Flow] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    outdated: int = 0

    def sentences(self) -> list[str]:
        """In words."""
        count = ", ".join(f"{many} in {name_of(code)}" for code, many in sorted(self.changed.items()) if many)
        lines = [f"Changed texts: {count}." if count else "No text is another one now."]
        if self.unknown:
            more = f" and {len(self.unknown) - MOST_NAMED} more" if len(self.unknown) > MOST_NAMED else ""
            lines.append(f"Not in this bot, left out: {', '.join(self.unknown[:MOST_NAMED])}{more}.")
        if self.columns:
            lines.append(f"Not a language of this bot, left out: {', '.join(self.columns)}.")
        if self.outdated:
            many = f"{self.outdated} texts were" if self.outdated > 1 else "1 text was"
            lines.append(f"{many} translated from other words than the bot says now: look at them again.")
        return lines


def rows(flows: Mapping[str, Flow]) -> Iterator[Row]:
    """Every text, flow by flow and block by block."""
    for id, flow in flows.items():
        yield from (Row(id, block, text) for block in flow.blocks for text in texts_of(block))


def progress(flows: Iterable[Flow], code: str) -> Progress:
    """How far the translation into a language has come."""
    needed = [row for row in rows({flow.id: flow for flow in flows}) if row.text.needs_translation]
    missing = sum(not translation(row.block, row.text.path, code) for row in needed)
    return Progress(len(needed), missing)


def to_csv(flows: Mapping[str, Flow], languages: Languages) -> str:
    """The table, with a column for each language."""
    written = io.StringIO()
    table = csv.writer(written)
    titles = (f"{name_of(code)} ({code})" for code in languages)
    table.writerow([*NAMES, WHERE, *map(guarded, titles)])
    for row in rows(flows):
        said = (translation(row.block, row.text.path, code) for code in languages[1:])
        where = f"{row.block.title}: {row.text.label}"
        table.writerow(guarded(cell) for cell in (*row.key, where, row.text.words, *said))
    return BOM + written.getvalue()


def read_file(path: Path) -> str:
    """The text of such a file; DocumentError when it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8. Save it as CSV UTF-8"
        raise DocumentError(f"{path} cannot be read: {reason}.") from error


def write_file(path: Path, flows: Mapping[str, Flow], languages: Languages) -> None:
    """Write the table, whole or not at all."""
    write_atomically(path, to_csv(flows, languages))


def sentences(flows: Iterable[Flow], languages: Languages) -> list[str]:
    """How far each translation is: `German: 3 of 12 texts are missing.`"""
    there = list(flows)
    found = []
    for code in languages[1:]:
        done = progress(there, code)
        found.append(f"{name_of(code)}: {done.missing or 'none'} of {done.texts} texts missing.")
    return found or ["This bot speaks one language. Name others in the designer, or with Bot.speak in Python."]


def from_csv(text: str, flows: Mapping[str, Flow], languages: Languages) -> TakenIn:
    """Take the translations of such a table in; an empty cell changes nothing. EditError: it is no such table."""
    if not languages:
        raise EditError("The bot speaks one language only, and does not name it. Name its languages first.")
    table = _read(text)
    head = [cell.strip() for cell in next(table, [])]
    if missing := [name for name in NAMES if name not in head]:
        raise EditError(f"The file has no column “{missing[0]}”. Export the table first, and fill in that file.")
    taken = TakenIn()
    codes = dict(_languages_of(head, languages, taken))
    known = {row.key: row for row in rows(flows)}
    texts: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for number, line in enumerate(table, 2):
        cells = dict(zip(head, map(unguarded, line), strict=False))
        row = known.get((cells.get("flow", ""), cells.get("block", ""), cells.get("text", "")))
        if row is None:
            taken.unknown += [f"row {number} ({cells.get('block', '')}: {cells.get('text', '')})"] if any(line) else []
            continue
        _take_in(row, {code: cells.get(title, "") for title, code in codes.items()}, languages[0], texts, taken)
    _put(flows, texts, taken)
    return taken


def _read(text: str) -> Iterator[list[str]]:
    """The rows; some spreadsheets put semicolons or tabs between cells."""
    content = text.removeprefix(BOM)
    first = content.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise EditError(
            f"The file is not a table in CSV: {error}. Save it from your spreadsheet as CSV UTF-8."
        ) from error


def _languages_of(head: list[str], languages: Languages, taken: TakenIn) -> Iterator[tuple[str, str]]:
    """The columns of languages by their titles: `German (de)`, or the code alone."""
    for title in head:
        if title and title not in (*NAMES, WHERE):
            found = CODE.fullmatch(unguarded(title))
            code = canonical(found[1]) if found else ""
            if code in languages:
                yield title, code
            else:
                taken.columns.append(title)


def _take_in(
    row: Row,
    cells: Mapping[str, str],
    main: str,
    texts: dict[tuple[str, str], dict[str, dict[str, str]]],
    taken: TakenIn,
) -> None:
    """What one row says otherwise than the bot does."""
    is_other = False
    for code, words in cells.items():
        words = words.replace("\r\n", "\n")
        if code != main and words.strip() and words != translation(row.block, row.text.path, code):
            texts.setdefault((row.flow, str(row.block.id)), {}).setdefault(code, {})[row.text.path] = words
            taken.changed[code] = taken.changed.get(code, 0) + 1
            is_other = True
    if is_other and cells.get(main, row.text.words).replace("\r\n", "\n") != row.text.words:
        taken.outdated += 1


def _put(
    flows: Mapping[str, Flow], texts: Mapping[tuple[str, str], Mapping[str, Mapping[str, str]]], taken: TakenIn
) -> None:
    for (flow, block), by_language in texts.items():
        twin = taken.flows.setdefault(flow, flows[flow].copy())
        for code, said in by_language.items():
            twin.put(with_translations(twin.block(block), code, said))


def guarded(cell: str) -> str:
    """The cell as a text that no spreadsheet calculates."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell

"""`Discretion`: keeps the values of sensitive variables out of what is written down about a conversation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from urllib.parse import quote

from flowdesigner.flow.event import Value
from flowdesigner.flow.sealed import MASK
from flowdesigner.flow.template import MODIFIERS, in_words, root_of
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.interpreter.transcript import Line

SHORTEST = 3
"""Letters of a value that is looked for in any text; a shorter one stands in half of all words."""


class Discretion:
    """Of one event: it knows the sensitive values from before it and after it."""

    def __init__(self, program: Program, before: Session, after: Session) -> None:
        self._program = program
        self._is_needed = bool(program.sensitive)
        if not self._is_needed:
            return
        was = sensitive_values(program, {**program.defaults, **before.variables})
        now = sensitive_values(program, after.variables)
        self._values = {name: [side[name] for side in (was, now) if name in side] for name in was | now}
        self._pattern = pattern_of(shapes_of(self._values))
        is_given = any(value != was.get(name) for name, value in now.items())
        self._hides_answer = is_given or self._asks_for_secret(before)

    def _asks_for_secret(self, before: Session) -> bool:
        """Whether a sensitive variable is what the customer was asked for; a wrong answer may be nearly right."""
        node = self._program.node(before.position) if before.position and before.wait == "reply" else None
        return node is not None and is_any(self._program, node.block.writes())

    def text(self, text: str) -> str:
        """The text with the values masked."""
        return self._pattern.sub(MASK, text) if self._is_needed and self._pattern is not None else text

    def value(self, value: Value) -> Value:
        """The value of another variable, which may hold the same."""
        match value:
            case str():
                return self.text(value)
            case list():
                return [self.value(item) for item in value]
            case dict():
                return {key: self.value(item) for key, item in value.items()}
            case _:
                return MASK if self._is_needed and self.text(in_words(value)) == MASK else value

    def line(self, line: Line) -> Line:
        """The line with what must not be read masked."""
        if not self._is_needed:
            return line
        if line.who == "customer":
            return replace(line, text=MASK, images=(), files=()) if self._hides_answer else self._masked(line)
        masked = self._masked(line)
        # A value too short to be looked for, or told in other words: then nobody reads the sentence.
        return replace(masked, text=MASK) if masked == line and self._shows_secret(line) else masked

    def _masked(self, line: Line) -> Line:
        options = tuple(replace(option, label=self.text(option.label)) for option in line.options)
        return replace(line, text=self.text(line.text), options=options, images=tuple(map(self.text, line.images)))

    def _shows_secret(self, line: Line) -> bool:
        node = self._program.node(Position(line.flow, line.block))
        shown = {root_of(name) for name in node.block.shows()} if node is not None else set()
        return any(value not in (None, "") for name in shown & self._values.keys() for value in self._values[name])


def is_any(program: Program, names: Iterable[str]) -> bool:
    """Whether one of these variables is sensitive, or stands in one that is."""
    return any(name in program.sensitive or root_of(name) in program.sensitive for name in names)


def sensitive_values(program: Program, variables: Mapping[str, Value]) -> dict[str, Value]:
    """The variables that nobody may read."""
    return {name: value for name, value in variables.items() if is_any(program, [name])}


def shapes_of(values: Mapping[str, Iterable[Value]]) -> frozenset[str]:
    """All the ways in which these values can stand in a text, long enough to be found."""
    leaves = {leaf for several in values.values() for value in several for leaf in leaves_of(value)}
    shapes = {shape for leaf in leaves if len(leaf) >= SHORTEST for shape in (leaf, MODIFIERS["base64"](leaf))}
    coded = {code for shape in shapes for code in (escape(shape), escape(shape, quote=False), quote(shape, safe=""))}
    return frozenset(shapes | coded)


def leaves_of(value: Value) -> Iterator[str]:
    """The value as a text, and those that it is made of."""
    match value:
        case None | bool():
            return
        case list():
            for item in value:
                yield from leaves_of(item)
        case dict():
            for item in value.values():
                yield from leaves_of(item)
    yield in_words(value).strip()


def pattern_of(shapes: frozenset[str]) -> re.Pattern[str] | None:
    """Finds any of them, the longest first, however its letters are written."""
    words = sorted(shapes, key=lambda shape: (-len(shape), shape))
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE) if words else None

"""`Template`: an author's text with `{variables}` and a little formatting; and how the name of a variable is looked up.

A template is compiled once; rendering walks its pieces. In HTML the values of variables are escaped, so that nothing a
customer writes is ever markup, and the author's own markup is held to what Intercom shows.
"""

from __future__ import annotations

import base64
import html as entities
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import nh3
from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from flowdesigner.flow.event import Value

TAGS = {"a", "b", "br", "em", "h1", "h2", "i", "p", "strong"}
PLACE = re.compile(r"\{\{|\}\}|\{\s*([^\W\d][\w.\-]*(?:\[\d+\][\w.\-]*)*)\s*((?:\|\s*\w+\s*)*)\}")
STEP = re.compile(r"[^.\[\]]+")
TAG = re.compile(r"<[^<>]*>")
MARK = "\ue000"
"""Stands for a variable while the text around it is cleaned: a private-use letter, which no author types."""
BLOCK_END = re.compile(r"</(?:p|h1|h2)>|<br\s*/?>", re.IGNORECASE)

MODIFIERS: Mapping[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "capitalize": lambda text: text[:1].upper() + text[1:],
    "title": str.title,
    "trim": str.strip,
    "base64": lambda text: base64.b64encode(text.encode()).decode("ascii"),
}


class Place(NamedTuple):
    """A `{variable|modifier}` in a template."""

    name: str
    modifiers: tuple[str, ...]

    def fill(self, get: Callable[[str], Value]) -> str:
        """The variable's value as text, changed by the modifiers."""
        text = in_words(get(self.name))
        for modifier in self.modifiers:
            text = MODIFIERS[modifier](text)
        return text


class Template(str):
    """Text with variables: `Hello {firstname}`, `{order.items[0]}`, `{name|upper}`; `{{` and `}}` are braces."""

    __slots__ = ()

    def variables(self) -> tuple[str, ...]:
        """The names that it reads, as written, each once, in order."""
        names = (piece.name for piece in pieces(self) if isinstance(piece, Place))
        return tuple(dict.fromkeys(names))

    def alone(self) -> str:
        """The name, if the template is nothing but one variable without modifiers; else ""."""
        names = self.variables()
        return names[0] if len(names) == 1 and self.strip() == f"{{{names[0]}}}" else ""

    def unknown_modifiers(self) -> tuple[str, ...]:
        """Modifiers that do not exist (`{name|shout}`); such a place is left as it stands."""
        found = (match[2] for match in PLACE.finditer(self) if match[1])
        names = (name.strip() for modifiers in found for name in modifiers.split("|"))
        return tuple(dict.fromkeys(name for name in names if name and name not in MODIFIERS))

    def renamed(self, old: str, new: str) -> Template:
        """The template that reads the variable `new` where this one reads `old`, or looks inside it."""

        def change(match: re.Match[str]) -> str:
            return match[0].replace(old, new, 1) if match[1] and is_inside(match[1], old) else match[0]

        return Template(PLACE.sub(change, self))

    def render(self, get: Callable[[str], Value], *, html: bool) -> str:
        """The text with its variables; a variable that is not set is nothing.

        With `html`, values are escaped and the author's markup is safe; without, it is plain text.
        """
        parts = safe_pieces(self) if html else plain_pieces(self)
        filled = "".join(
            part if isinstance(part, str) else entities.escape(part.fill(get)) if html else part.fill(get)
            for part in parts
        ).strip()
        # A variable inside a tag (`<a href="{link}">`) decides where the link goes: then the whole is cleaned again.
        return clean(filled) if html and fills_a_tag(self) else filled

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        """A string; kept as a Template."""
        return core_schema.no_info_after_validator_function(
            whole_letters, core_schema.str_schema(), serialization=core_schema.to_string_ser_schema()
        )


def whole_letters(text: str) -> Template:
    """The template of a text from outside: half an emoji, which some editors cut, can be neither saved nor sent."""
    return Template(text.encode("utf-8", "replace").decode())


@lru_cache(maxsize=8192)
def pieces(text: str) -> tuple[str | Place, ...]:
    """The text cut into what stands and what is filled in."""
    found: list[str | Place] = []
    end = 0
    for match in PLACE.finditer(text):
        found.append(text[end : match.start()])
        found.append(_piece(match))
        end = match.end()
    found.append(text[end:])
    return tuple(piece for piece in found if piece)


def _piece(match: re.Match[str]) -> str | Place:
    if not match[1]:
        return match[0][0]
    modifiers = tuple(name.strip() for name in match[2].split("|") if name.strip())
    return Place(match[1], modifiers) if all(name in MODIFIERS for name in modifiers) else match[0]


@lru_cache(maxsize=8192)
def safe_pieces(text: str) -> tuple[str | Place, ...]:
    """The pieces with the author's markup made safe: cleaned as a whole, so that a tag may span variables."""
    return _changed(text, clean)


@lru_cache(maxsize=8192)
def plain_pieces(text: str) -> tuple[str | Place, ...]:
    """The pieces without the author's markup."""
    return _changed(text, plain)


def _changed(text: str, change: Callable[[str], str]) -> tuple[str | Place, ...]:
    """The pieces after `change` of the standing text, with marks in place of the variables."""
    parts = pieces(text)
    places = [part for part in parts if isinstance(part, Place)]
    marked = "".join(MARK if isinstance(part, Place) else part.replace(MARK, "") for part in parts)
    standing = change(marked).split(MARK)
    if len(standing) != len(places) + 1:
        # A tag that the cleaning dropped took a variable with it; what is left is filled in nowhere.
        return tuple(part for part in standing if part)
    woven: list[str | Place] = [standing[0]]
    for place, after in zip(places, standing[1:], strict=True):
        woven += [place, after]
    return tuple(part for part in woven if part)


@lru_cache(maxsize=8192)
def fills_a_tag(text: str) -> bool:
    """Whether a variable stands inside a tag's own markup."""
    marked = "".join(MARK if isinstance(part, Place) else part for part in pieces(text))
    return any(MARK in tag for tag in TAG.findall(marked))


def clean(markup: str) -> str:
    """The markup held to what Intercom shows: b, i, a, h1, h2, p, br; line breaks become `<br>`."""
    return nh3.clean(
        markup.replace("\r\n", "\n").replace("\n", "<br>"),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def plain(markup: str) -> str:
    """The markup as plain text: tags dropped, paragraphs and breaks as new lines, entities as letters."""
    return entities.unescape(nh3.clean(BLOCK_END.sub("\n", markup), tags=set()))


def in_words(value: Value) -> str:
    """A value as customers read it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case list():
            return ", ".join(in_words(item) for item in value)
        case dict():
            return ", ".join(f"{key}: {in_words(item)}" for key, item in value.items())
        case _:
            return str(value)


def lookup(values: Mapping[str, Value], name: str) -> Value:
    """The value of this name, or of the path that it is (`order.items[0]`); None when there is none."""
    if name in values:
        return values[name]
    steps = STEP.findall(name)
    found: Any = values
    for step in steps:
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    value: Value = found if steps else None
    return value


def is_inside(name: str, variable: str) -> bool:
    """Whether a name is the variable, or a path in it: `order.items[0]` is inside `order`."""
    return name == variable or (name.startswith(variable) and name[len(variable)] in ".[")


def root_of(name: str) -> str:
    """The variable in which a path looks: `order` for `order.items[0]`."""
    return name.split(".")[0].split("[")[0]


def variables_shown(thing: object) -> Iterator[str]:
    """The names in the templates inside a model, without those of conditions."""
    if isinstance(thing, Template):
        yield from thing.variables()
    elif isinstance(thing, BaseModel):
        if not hasattr(thing, "read_variable"):
            for name in type(thing).model_fields:
                if value := getattr(thing, name):
                    yield from variables_shown(value)
    elif isinstance(thing, Iterable) and not isinstance(thing, str | bytes):
        for item in thing.values() if isinstance(thing, Mapping) else thing:
            yield from variables_shown(item)


def variables_in(thing: object) -> Iterator[str]:
    """The names that the templates and conditions inside a model read, nested ones too."""
    if isinstance(thing, Template):
        yield from thing.variables()
    elif isinstance(thing, BaseModel):
        if (reads := getattr(thing, "read_variable", None)) and isinstance(reads, str):
            yield reads
        for name in type(thing).model_fields:
            if value := getattr(thing, name):
                yield from variables_in(value)
    elif isinstance(thing, Iterable) and not isinstance(thing, str | bytes):
        for item in thing.values() if isinstance(thing, Mapping) else thing:
            yield from variables_in(item)

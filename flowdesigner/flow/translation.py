"""The texts of a block that customers read, and the block with these texts in another language.

Which texts these are is said by the kind: a setting whose `json_schema_extra` has `x-translated`, in the block itself
or in a model inside it (the label of a choice). A text is named by its path: `text`, or `choices.billing.label`, with
the id of the choice, which is the same in all languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from flowdesigner.errors import EditError
from flowdesigner.flow.block import Block, UnknownBlock
from flowdesigner.flow.document import ASIDE, Flow
from flowdesigner.flow.language import demanded, wider
from flowdesigner.flow.template import PLACE, TAG, Template

M = TypeVar("M", bound=BaseModel)
B = TypeVar("B", bound=Block)
MARK = "x-translated"


class Text(NamedTuple):
    """A text that customers read: its path in the block, its label on the form, and its words in the main language."""

    path: str
    label: str
    words: str

    @property
    def needs_translation(self) -> bool:
        """Whether there are words in it: a variable or a number alone is the same in all languages."""
        return has_words(self.words)


@lru_cache(maxsize=8192)
def has_words(text: str) -> bool:
    """Whether anything is said in it, besides variables and markup."""
    return any(map(str.isalpha, TAG.sub("", PLACE.sub("", text))))


@cache
def is_translated(model: type[BaseModel], name: str) -> bool:
    """Whether the setting is a text that customers read."""
    extra = model.model_fields[name].json_schema_extra
    return isinstance(extra, dict) and bool(extra.get(MARK))


def places(block: Block) -> Iterator[Text]:
    """Every place for a text that customers read, in the order of the form; also those that are empty."""
    if not isinstance(block, UnknownBlock):
        yield from _inside(block, "", "")


def _inside(model: BaseModel, prefix: str, title: str) -> Iterator[Text]:
    for name, called, is_text in _settings(type(model)):
        value, path, label = getattr(model, name), prefix + name, title or called
        if is_text:
            yield Text(path, label, str(value))
        elif isinstance(value, tuple):
            for key, item in _keyed(value):
                yield from _inside(item, f"{path}.{key}.", label)


@cache
def _settings(model: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """The settings of a model: name, label, and whether each is a text that customers read."""
    fields = model.model_fields.items()
    return tuple((name, info.title or name, is_translated(model, name)) for name, info in fields if name not in ASIDE)


def _keyed(items: Iterable[object]) -> Iterator[tuple[str, BaseModel]]:
    """The models in a list by their ids, or by their places where they have none."""
    for place, item in enumerate(items):
        if isinstance(item, BaseModel):
            yield str(getattr(item, "id", place)), item


def texts_of(block: Block) -> tuple[Text, ...]:
    """The texts that customers read, in the order of the form, with the words that are said where one is left empty."""
    instead = block.says_instead()
    given = (text if text.words.strip() else text._replace(words=instead.get(text.path, "")) for text in places(block))
    return tuple(text for text in given if text.words)


def translation(block: Block, path: str, language: str) -> str:
    """What the block says in this language, or ""."""
    return block.translations.get(language, {}).get(path, Template(""))


def translated(block: B, language: str) -> B:
    """The block as it speaks this language: each text in it, else in a wider one (`pt` for `pt-BR`), or as written."""
    texts: dict[str, str] = {}
    for code in reversed(list(wider(language))):
        texts |= {path: words for path, words in block.translations.get(code, {}).items() if words.strip()}
    return with_texts(block, texts).said_for(block) if texts else block


def spoken(block: Block, path: str, language: str) -> str:
    """What a customer of this language reads that is not the main one: of the language, else of a wider one, or ""."""
    if not block.translations:
        return ""
    return next((words for code in wider(language) if (words := translation(block, path, code)).strip()), "")


def with_texts(block: B, texts: Mapping[str, str]) -> B:
    """The block with these words in place of its own, by their paths."""
    return _with(block, "", texts)


def _with(model: M, prefix: str, texts: Mapping[str, str]) -> M:
    changed: dict[str, Any] = {}
    for name in {path.removeprefix(prefix).partition(".")[0] for path in texts if path.startswith(prefix)}:
        value, path = getattr(model, name, None), prefix + name
        if isinstance(value, str):
            changed[name] = type(value)(texts[path])
        elif isinstance(value, tuple):
            keyed = {id(item): f"{path}.{key}." for key, item in _keyed(value)}
            changed[name] = tuple(_with(item, keyed[id(item)], texts) if id(item) in keyed else item for item in value)
    return model.model_copy(update=changed)


def with_translations(block: B, language: str, texts: Mapping[str, str]) -> B:
    """The block with these texts by their paths in this language; "" takes one away."""
    own = {**block.translations.get(language, {}), **{path: Template(words) for path, words in texts.items()}}
    mine = {path: own[path] for path in sorted(own) if own[path].strip()}
    others = {code: texts for code, texts in block.translations.items() if code != language}
    whole = {**others, **({language: mine} if mine else {})}
    return block.model_copy(update={"translations": {code: whole[code] for code in sorted(whole)}})


def translate(flow: Flow, block: Block | str, language: str, texts: Mapping[str, str]) -> Block:
    """Say texts of a block, by their paths, in another language; "" takes a translation away.

    EditError for a text that it has not; then all is as it was.
    """
    before, code = flow.block(block), demanded(language)
    there = [text.path for text in places(before)]
    for path in (path for path, words in texts.items() if words.strip() and path not in there):
        raise EditError(f"“{before.title}” has no text “{path}” to translate; it has {', '.join(there) or 'none'}.")
    return flow.put(with_translations(before, code, texts))


def carried_over(before: Block, after: B) -> B:
    """The changed block with the translations of the one before, without those of texts that it has no more."""
    gone = {text.path for text in places(before)} - {text.path for text in places(after)}
    kept = {
        code: {path: words for path, words in texts.items() if path not in gone}
        for code, texts in before.translations.items()
    }
    return after.model_copy(update={"translations": {code: texts for code, texts in kept.items() if texts}})


def languages_in(flows: Iterable[Flow]) -> tuple[str, ...]:
    """The languages that any text is translated into."""
    return tuple(sorted({code for flow in flows for block in flow.blocks for code in block.translations}))

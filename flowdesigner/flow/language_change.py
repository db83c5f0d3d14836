"""Changes of the languages of a bot that concern its texts: one language less, another main one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flowdesigner.errors import EditError
from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.flow.language import name_of
from flowdesigner.flow.translation import texts_of, translation, with_texts, with_translations


def without_language(flows: Mapping[str, Flow], code: str) -> dict[str, Flow]:
    """The flows that change when the texts in a language go, changed."""
    return _changed(
        flows, lambda block: with_translations(block, code, dict.fromkeys(block.translations[code], "")), code
    )


def exchanged(flows: Mapping[str, Flow], main: str, code: str) -> dict[str, Flow]:
    """The flows that change when a language becomes the main one, changed: what was written becomes its translation.

    EditError while a text is not translated: it would stand in the wrong language.
    """
    blocks = [block for flow in flows.values() for block in flow.blocks]
    missing = sum(
        text.needs_translation and not translation(block, text.path, code)
        for block in blocks
        for text in texts_of(block)
    )
    if missing:
        count = f"{missing} texts are" if missing > 1 else "1 text is"
        raise EditError(f"{count} not translated into {name_of(code)} yet. Translate them, then make it the main one.")
    return _changed(flows, lambda block: _exchanged(block, main, code), code)


def _exchanged(block: Block, main: str, code: str) -> Block:
    before = {text.path: text.words for text in texts_of(block)}
    after = {path: str(words) for path, words in block.translations[code].items() if path in before}
    written = with_texts(block, after)
    without = with_translations(written, code, dict.fromkeys(block.translations[code], ""))
    return with_translations(without, main, {path: before[path] for path in after})


def _changed(flows: Mapping[str, Flow], change: Callable[[Block], Block], code: str) -> dict[str, Flow]:
    """The flows with blocks that are translated into this language, these changed."""
    found = {}
    for id, flow in flows.items():
        if any(code in block.translations for block in flow.blocks):
            found[id] = flow.copy()
            for block in flow.blocks:
                if code in block.translations:
                    found[id].put(change(block))
    return found

"""Problems of a bot that speaks several languages: texts that are not translated, or say something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from flowdesigner.flow import mend
from flowdesigner.flow.block import Block
from flowdesigner.flow.block_rules import too_much
from flowdesigner.flow.facts import BlockFacts, FlowFacts
from flowdesigner.flow.language import Languages, name_of
from flowdesigner.flow.memory import Memory
from flowdesigner.flow.problem import Problem, about
from flowdesigner.flow.template import Template
from flowdesigner.flow.translation import Text, spoken, texts_of, translated

MISSING = "translation_missing"


class LanguageRules:
    """Looks at the blocks of a bot's flows again and again; one that is the same object is not asked again."""

    def __init__(self) -> None:
        self._languages: Languages = ()
        self._flow = ""
        self._of_blocks: Memory[BlockFacts, list[tuple[str, Problem]]] = Memory(
            lambda one: list(_problems(self._flow, one, self._languages))
        )

    def problems(self, facts: FlowFacts, languages: Languages) -> list[Problem]:
        """What customers of other languages meet in this flow."""
        if languages != self._languages:
            self._languages = languages
            self._of_blocks.clear()
        if not languages[1:]:
            return []
        self._flow = facts.id
        found = list(chain.from_iterable(self._of_blocks.of(facts.id, facts.blocks)))
        begun = {code for one in facts.blocks.values() for code in one.block.translations}
        untouched = [code for code in languages[1:] if code not in begun]
        whole = (_untouched(facts.id, code, languages[0]) for code in untouched if any(code == one for one, _ in found))
        return [*whole, *(problem for code, problem in found if code not in untouched)]

    def keep(self, flows: Mapping[str, object]) -> None:
        """Forget all other flows."""
        self._of_blocks.keep(flows)


def _untouched(flow: str, code: str, main: str) -> Problem:
    """Said once, where nobody has begun: every block would say it."""
    language = name_of(code)
    message = (
        f"Nothing in this flow is translated into {language} yet, so customers who speak it read {name_of(main)} here."
    )
    link = mend.show_languages(code)
    return Problem(flow=flow, code=MISSING, message=message, severity="warning", mend=link)


def _problems(flow: str, facts: BlockFacts, languages: Languages) -> Iterator[tuple[str, Problem]]:
    """Each with the language that it is about."""
    block, main = facts.block, languages[0]
    texts = texts_of(block)
    for code in languages[1:] if texts else ():
        said = {text.path: spoken(block, text.path, code) for text in texts}
        missing = [text for text in texts if not said[text.path] and text.needs_translation]
        link = mend.show_languages(code, block)
        if missing:
            message = _missing(missing, name_of(code), name_of(main))
            yield code, about(flow, block, MISSING, message, severity="warning", mend=link)
        for message in _differing(texts, said, name_of(code), name_of(main)):
            yield code, about(flow, block, "translation_differs", message, severity="warning", mend=link)
        for message in _faults(facts, translated(block, code)):
            words = f"In {name_of(code)}: {message}"
            yield code, about(flow, block, "translation_fault", words, severity="warning", mend=link)


def _missing(texts: list[Text], language: str, main: str) -> str:
    if len(texts) == 1:
        words = f"“{texts[0].label}” is not translated into {language}"
        return f"{words}, so customers who speak it read it in {main}."
    return f"{len(texts)} texts are not translated into {language}, so customers who speak it read them in {main}."


def _differing(texts: Iterable[Text], said: dict[str, str], language: str, main: str) -> Iterator[str]:
    """Variables that only one of the two has."""
    for path, _, words in texts:
        if not said[path]:
            continue
        ours, theirs = Template(words).variables(), Template(said[path]).variables()
        for name in ours:
            if name not in theirs:
                yield f"{{{name}}} is missing in {language}, so customers who speak it do not read it."
        for name in theirs:
            if name not in ours:
                yield f"{{{name}}} stands in {language} alone: customers who speak {main} do not read it. Is it a slip?"


def _faults(facts: BlockFacts, block: Block) -> Iterator[str]:
    """What is wrong with the translated block alone: labels that are alike, texts that are too long."""
    if block is facts.block:
        return
    known = {fault.message for fault in facts.faults}
    yield from (fault.message for fault in block.faults() if fault.message not in known)
    long = {name for name, _, _ in too_much(facts.block)}
    yield from (message for name, _, message in too_much(block) if name not in long)

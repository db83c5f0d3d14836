"""Problems of one block that need nothing of its flow but the block itself: its settings, and what they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import BaseModel

from flowdesigner.flow import mend
from flowdesigner.flow.block import Block
from flowdesigner.flow.facts import BlockFacts
from flowdesigner.flow.graph import fields_in_use, fields_shown_as
from flowdesigner.flow.medium import MOST_LETTERS, MOST_NUMBERED
from flowdesigner.flow.problem import CheckContext, Problem, about
from flowdesigner.flow.python_function import FunctionShape, fits
from flowdesigner.flow.template import plain, root_of


@dataclass(frozen=True)
class Surroundings:
    """What these rules look at besides the block: while it is equal, a block that is the same has the same problems."""

    bot_teams: frozenset[str]
    teams: frozenset[str] | None
    agents: frozenset[str] | None
    tags: frozenset[str] | None
    secrets: frozenset[str] | None
    sensitive: frozenset[str]
    files: frozenset[str] | None
    functions: Mapping[str, FunctionShape] | None

    @classmethod
    def of(cls, context: CheckContext, sensitive: frozenset[str]) -> Surroundings:
        """The part of the context that concerns single blocks."""
        return cls(
            context.bot_teams, ids(context.teams), ids(context.agents), context.tags, context.secrets, sensitive,
            context.files, context.functions,
        )  # fmt: skip


def ids(names: Mapping[str, str] | None) -> frozenset[str] | None:
    """The ids, if they are known."""
    return None if names is None else frozenset(names)


def block_problems(flow: str, facts: BlockFacts, around: Surroundings) -> Iterator[Problem]:
    """What is wrong with the block whatever the rest of its flow."""
    for fault in facts.faults:
        yield about(flow, facts.block, "setting", fault.message, field=fault.field, severity=fault.severity)
    yield from _teams(flow, facts, around)
    yield from _tags(flow, facts, around)
    for name, code, message in too_much(facts.block):
        yield about(flow, facts.block, code, message, field=name, severity="warning")
    yield from _secrets(flow, facts, around)
    yield from _files(flow, facts, around)
    yield from _function(flow, facts, around)


def _teams(flow: str, facts: BlockFacts, around: Surroundings) -> Iterator[Problem]:
    block = facts.block
    for name in fields_in_use(block, "team"):
        team = str(getattr(block, name))
        if team in around.bot_teams and block.hands_over:
            message = (
                "The bot answers in this team, so it would talk over your people. Choose a team that is not a bot team."
            )
            yield about(flow, block, "bot_team", message, field=name)
        elif team and around.teams is not None and team not in around.teams:
            message = "This team does not exist in Intercom any more, so the customer reaches nobody."
            yield about(flow, block, "team_gone", message, field=name)
    for name in fields_in_use(block, "agent"):
        agent = str(getattr(block, name))
        if agent and around.agents is not None and agent not in around.agents:
            message = "This teammate is not in Intercom any more, so the customer reaches nobody."
            yield about(flow, block, "agent_gone", message, field=name)


def _tags(flow: str, facts: BlockFacts, around: Surroundings) -> Iterator[Problem]:
    """Tags are made when they are missing: one that is nearly the name of another is a slip."""
    for tag in sorted(facts.tags - around.tags) if around.tags is not None else ():
        if likely := next(iter(get_close_matches(tag, sorted(around.tags or ()), n=1, cutoff=0.75)), ""):
            message = f"There is no tag “{tag}” in Intercom, so your people do not find the customer by “{likely}”."
            better = mend.other_tag(facts.block, tag, likely)
            yield about(flow, facts.block, "tag_gone", message, severity="warning", mend=better)


def too_much(block: Block) -> Iterator[tuple[str, str, str]]:
    """Texts and choices that customers do not see as a whole everywhere: the field, the rule, and the words."""
    for name in fields_shown_as(type(block), "rich_text"):
        text = str(getattr(block, name))
        if len(text) <= min(MOST_LETTERS.values()):
            continue
        letters = len(plain(text))
        short = [f"{most:,} on {where}" for where, most in MOST_LETTERS.items() if letters > most]
        if short:
            seen = " and ".join(short)
            message = f"These are {letters:,} letters; customers see at most {seen}. Say it in several messages."
            yield name, "text_too_long", message
    for name in fields_shown_as(type(block), "options"):
        options = [one for one in getattr(block, name) if isinstance(one, BaseModel)]
        if len(options) > MOST_NUMBERED:
            message = (
                f"There are {len(options)} choices; where no buttons are shown, customers can only choose the first"
                f" {MOST_NUMBERED} by number. Ask in two steps."
            )
            yield name, "too_many_choices", message


def _secrets(flow: str, facts: BlockFacts, around: Surroundings) -> Iterator[Problem]:
    for name in sorted(facts.secrets - around.secrets) if around.secrets is not None else ():
        message = f"The secret “{name}” is not kept yet, so what needs it fails. Enter it."
        yield about(flow, facts.block, "secret_missing", message, severity="warning")
    for name in sorted(facts.exposes) if around.sensitive else ():
        if name in around.sensitive or root_of(name) in around.sensitive:
            message = (
                f"{{{name}}} is sensitive, and others can read it on its way: send it over https,"
                " and in the body or a header instead of the address."
            )
            yield about(flow, facts.block, "exposed", message, severity="warning")


def _files(flow: str, facts: BlockFacts, around: Surroundings) -> Iterator[Problem]:
    for file in facts.attachments:
        if around.files is not None and file.sha256 not in around.files:
            message = (
                f"The file “{file.name}” is not in the bot's folder any more, so customers do not get it. Add it again."
            )
            yield about(flow, facts.block, "file_missing", message, field="files")


def _function(flow: str, facts: BlockFacts, around: Surroundings) -> Iterator[Problem]:
    """A function that is gone, or that wants other arguments than it is given."""
    use = facts.function
    if use is None or around.functions is None:
        return
    if (shape := around.functions.get(use.name)) is None:
        likely = next(iter(get_close_matches(use.name, sorted(around.functions), n=1, cutoff=0.75)), "")
        meant = f" Is “{likely}” meant?" if likely else ""
        message = f"There is no function “{use.name}” here, so this fails for every customer.{meant}"
        yield about(flow, facts.block, "function_gone", message, field="function")
        return
    for field, severity, message in fits(use, shape):
        yield about(flow, facts.block, "function_other", message, field=field, severity=severity)

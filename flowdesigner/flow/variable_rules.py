"""Problems of the variables that a flow reads: never set, or not yet set where they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from flowdesigner.flow import mend
from flowdesigner.flow.dataflow import SetBefore
from flowdesigner.flow.facts import BlockFacts, FlowFacts
from flowdesigner.flow.problem import Problem, about
from flowdesigner.flow.system_variables import NAMES
from flowdesigner.flow.template import root_of
from flowdesigner.flow.ways import Place, Ways

MOST_GUESSES = 10
"""So many names are compared with all others, which takes time; a flow with more has other worries."""
Likely = dict[str, str]


def set_somewhere(flows: Iterable[FlowFacts]) -> frozenset[str]:
    """Names of the variables that can have a value: those that a block sets, that have a default, or that every
    conversation has."""
    found = set(NAMES)
    for facts in flows:
        found.update(facts.defaults, *facts.writes.values())
    return frozenset(found)


def unknown_variables(facts: FlowFacts, known: frozenset[str], likely: Likely) -> Iterator[Problem]:
    """Variables that nothing sets; `likely` remembers the names that were guessed among these known ones."""
    met: dict[str, None] = {}
    for one in facts.blocks.values():
        for name in sorted(one.reads - known):
            if root_of(name) in known:
                continue
            if len(met) < MOST_GUESSES:
                met[name] = None
            if name in met and name not in likely:
                likely[name] = next(iter(get_close_matches(name, sorted(known), n=1)), "")
            yield _never_set(facts.id, one, name, likely[name] if name in met else "")


def _never_set(flow: str, facts: BlockFacts, name: str, likely: str) -> Problem:
    message = f"{{{name}}} is never set, so customers see nothing in its place."
    if not likely:
        return about(flow, facts.block, "unknown_variable", message, severity="warning")
    message += f" Did you mean {{{likely}}}?"
    better = mend.read_instead(facts.block, name, likely)
    return about(flow, facts.block, "unknown_variable", message, severity="warning", mend=better)


def followed(flows: Mapping[str, FlowFacts], ways: Ways, main: str, error_flow: str) -> SetBefore:
    """What is set where in these flows. Conversations begin in the main flow; where that is not known, in every flow
    to which no other jumps."""
    jumped_to = {place[0] for flow, places in ways.jumped_to.items() for place in places}
    beginnings = [main] if main in flows else [id for id in flows if id not in jumped_to] or list(flows)
    starts: dict[str, Place] = {id: (id, start) for id, facts in flows.items() if (start := facts.start)}
    writes = {(id, block): names for id, facts in flows.items() for block, names in facts.writes.items()}
    begin = [starts[id] for id in beginnings if id in starts]
    return SetBefore(ways, writes, begin, [starts[error_flow]] if error_flow in starts else [])


def set_by_blocks(flows: Iterable[FlowFacts]) -> frozenset[str]:
    """Names of the variables that have a value only once a block has set them."""
    known = list(flows)
    given = NAMES.union(*(one.defaults for one in known))
    written = (names for one in known for names in one.writes.values())
    own: frozenset[str] = frozenset().union(*written)
    return own - given


def read_too_early(flow: str, one: BlockFacts, own: frozenset[str], before: SetBefore) -> Iterator[Problem]:
    """Those of these variables that have no value yet in the block's texts, on every way there or on some.

    Conditions may ask for them.
    """
    place = (flow, one.block.id)
    if not one.shows or not before.is_reached(place):
        return
    for name in sorted(one.shows):
        read = name if name in own else root_of(name)
        if read not in own or before.always(place, read):
            continue
        if before.sometimes(place, read):
            message = f"Some customers come here before {{{name}}} is set, and see nothing in its place."
            yield about(flow, one.block, "set_on_some_ways", message, severity="warning")
        else:
            message = f"{{{name}}} is set only later, so customers see nothing in its place here."
            yield about(flow, one.block, "set_later", message, severity="warning")

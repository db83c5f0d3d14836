"""Which variables can have a value where: a walk along all ways of a bot, until nothing changes any more.

It follows conversations into other flows and back: what a flow sets counts where it returns to. Sets of names are kept
as the bits of whole numbers, so that a thousand blocks take milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from flowdesigner.flow.ways import Place, Ways

Bits = tuple[int, int]
"""Variables that are set on every way, and those that are set on some way."""


class SetBefore:
    """What is set when a conversation comes to a place.

    Conversations begin at `beginnings` with nothing set, and at `anytime` (the start of the flow for errors) with
    whatever they had.
    """

    def __init__(
        self,
        ways: Ways,
        writes: Mapping[Place, frozenset[str]],
        beginnings: Iterable[Place],
        anytime: Iterable[Place] = (),
    ) -> None:
        names = sorted({name for written in writes.values() for name in written})
        self._bits = {name: 1 << number for number, name in enumerate(names)}
        self._all = (1 << len(names)) - 1
        self._ways = ways
        self._writes = {place: sum(self._bits[name] for name in written) for place, written in writes.items()}
        self._returns = self._summaries()
        begin = {place: (0, 0) for place in beginnings if place in ways.steps}
        begin |= {place: (0, self._all) for place in anytime if place in ways.steps}
        self._found = self._walk(begin, into_calls=True)

    def is_reached(self, place: Place) -> bool:
        """Whether a conversation can come there."""
        return place in self._found

    def always(self, place: Place, name: str) -> bool:
        """Whether the variable is set on every way there."""
        return bool(self._found[place][0] & self._bits.get(name, 0))

    def sometimes(self, place: Place, name: str) -> bool:
        """Whether it is set on some way there."""
        return bool(self._found[place][1] & self._bits.get(name, 0))

    def _summaries(self) -> dict[Place, Bits]:
        """What is set between a place that is called and the return, for all of them."""
        found = dict.fromkeys(sorted(set(self._ways.calls.values())), (self._all, 0))
        self._returns = found
        while True:
            before = dict(found)
            for entrance in found:
                walked = self._walk({entrance: (0, 0)}, into_calls=False)
                found[entrance] = (self._all, 0)
                for end in walked.keys() & self._ways.ends:
                    merge(found, entrance, self._after(end, walked[end]))
            if found == before:
                return found

    def _after(self, here: Place, before: Bits) -> Bits:
        """What is set when the conversation goes on from there."""
        written = self._writes.get(here, 0)
        always, sometimes = self._returns.get(self._ways.calls[here], (0, 0)) if here in self._ways.calls else (0, 0)
        return before[0] | written | always, before[1] | written | sometimes

    def _walk(self, begin: Mapping[Place, Bits], *, into_calls: bool) -> dict[Place, Bits]:
        """What is set before each place that is reached."""
        steps, calls = self._ways.steps, self._ways.calls
        order = in_order(self._ways.after if into_calls else steps.__getitem__, begin)
        found = dict.fromkeys(order, (self._all, 0)) | dict(begin)
        changed = True
        while changed:
            changed = False
            for here in order:
                state = self._after(here, found[here])
                for there in steps[here]:
                    changed |= merge(found, there, state)
                if into_calls and here in calls:
                    changed |= merge(found, calls[here], found[here])
        return found


def merge(found: dict[Place, Bits], there: Place, state: Bits) -> bool:
    """One more way to a place; whether it tells anything new."""
    now = found[there]
    merged = found[there] = now[0] & state[0], now[1] | state[1]
    return merged != now


def in_order(after: Callable[[Place], Iterable[Place]], roots: Iterable[Place]) -> list[Place]:
    """The places that are reached from the roots, each after those that lead to it, as far as loops allow."""
    met: set[Place] = set()
    finished: list[Place] = []
    for root in roots:
        if root in met:
            continue
        met.add(root)
        path = [(root, iter(after(root)))]
        while path:
            here, rest = path[-1]
            there = next((one for one in rest if one not in met), None)
            if there is None:
                finished.append(here)
                path.pop()
            else:
                met.add(there)
                path.append((there, iter(after(there))))
    return finished[::-1]

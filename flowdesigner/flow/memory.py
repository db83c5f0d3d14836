"""`Memory`: what a question gives about things that never change, asked again only about other objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from flowdesigner.flow.block import BlockId

T = TypeVar("T")
V = TypeVar("V")


class Memory(Generic[T, V]):
    """Answers about blocks, or about what is known of them, of several flows.

    Blocks are immutable, so that one that is the same object has the same answer. An edit changes one of a thousand.
    """

    def __init__(self, ask: Callable[[T], V]) -> None:
        self._ask = ask
        self._known: dict[str, dict[str, tuple[T, V]]] = {}

    def of(self, flow: str, things: Mapping[BlockId, T] | Mapping[str, T]) -> list[V]:
        """The answers about the things of this flow, in their order; what it has no more is forgotten."""
        before, now = self._known.get(flow, {}), {}
        for id, thing in things.items():
            known = before.get(id)
            now[id] = known if known is not None and known[0] is thing else (thing, self._ask(thing))
        self._known[flow] = now
        return [answer for _, answer in now.values()]

    def keep(self, flows: Mapping[str, object]) -> None:
        """Forget all other flows."""
        self._known = {flow: answers for flow, answers in self._known.items() if flow in flows}

    def clear(self) -> None:
        """Forget everything: the question is another one."""
        self._known.clear()

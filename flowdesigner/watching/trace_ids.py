"""`GivenIds`: ids of spans, by chance like everybody's, but for a first span whose ids are given. Needs the extra."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

from flowdesigner.watching.traces import Place


class GivenIds(RandomIdGenerator):
    """What OpenTelemetry asks for ids."""

    def __init__(self) -> None:
        self._given: ContextVar[Place | None] = ContextVar("given", default=None)

    @contextmanager
    def giving(self, place: Place | None) -> Iterator[None]:
        """A span that begins meanwhile has these ids."""
        token = self._given.set(place)
        try:
            yield
        finally:
            self._given.reset(token)

    def generate_span_id(self) -> int:
        """The given one, or one by chance."""
        given = self._given.get()
        return given.span if given else super().generate_span_id()

    def generate_trace_id(self) -> int:
        """The given one, or one by chance."""
        given = self._given.get()
        return given.trace if given else super().generate_trace_id()

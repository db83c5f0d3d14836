"""`Traces`: the way from a notification to the calls that it led to, for OpenTelemetry; nothing is loaded without it.

A trace goes on beyond the inbox, over a crash and to another runner, without anything being kept for it: the ids of its
first span are made from the notification itself, so whoever acts on the notification knows them.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from flowdesigner import __version__
from flowdesigner.errors import ConfigurationError
from flowdesigner.settings import from_environment

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.trace import SpanContext

SWITCHES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
EXPORTERS = ("otlp", "console")
NOT_INSTALLED = (
    "The environment asks for traces (OTEL_…), and what makes them is not installed: pip install 'flowdesigner[otel]'."
)
PATIENCE = 1.5
"""Seconds that the last spans have to be sent."""
SPAN_BYTES, TRACE_BYTES = 8, 16
Kind = Literal["inside", "receives", "calls"]


class Place(NamedTuple):
    """A span, as what happens after it refers to it."""

    trace: int
    span: int


def place_of(*parts: str) -> Place:
    """The first span of the trace of what these parts name; the same wherever and whenever it is asked for."""
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=SPAN_BYTES + TRACE_BYTES).digest()
    # An id of all zeros means that there is none.
    return Place(int.from_bytes(digest[:TRACE_BYTES]) or 1, int.from_bytes(digest[TRACE_BYTES:]) or 1)


class Traces:
    """Spans go to `processor`; `about` says of the whole process what it is."""

    def __init__(self, processor: SpanProcessor, about: Mapping[str, str] | None = None) -> None:
        from opentelemetry import trace
        from opentelemetry.context import Context
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.sampling import Decision

        from flowdesigner.watching.trace_ids import GivenIds

        self._trace = trace
        self._nothing = Context()
        self._drop = Decision.DROP
        self._ids = GivenIds()
        resource = Resource.create({"service.version": __version__, **(about or {})})
        self._provider: TracerProvider = TracerProvider(id_generator=self._ids, resource=resource)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("flowdesigner", __version__)

    def span(
        self,
        name: str,
        *,
        after: Place | None,
        began: int,
        ended: int,
        about: Mapping[str, str | int | float],
        kind: Kind = "inside",
        failed: bool = False,
        own: Place | None = None,
    ) -> Place:
        """Tell of something that began and ended at these times (nanoseconds since 1970), and led on from `after`.

        `own`: where it is the first of a trace that others know of.
        """
        trace = self._trace
        kinds = {"inside": trace.SpanKind.INTERNAL, "receives": trace.SpanKind.SERVER, "calls": trace.SpanKind.CLIENT}
        parent = trace.set_span_in_context(trace.NonRecordingSpan(self._context(after))) if after else self._nothing
        with self._ids.giving(own):
            span = self._tracer.start_span(name, parent, kinds[kind], dict(about), start_time=min(began, ended))
        if failed:
            span.set_status(trace.StatusCode.ERROR)
        span.end(ended)
        told = span.get_span_context()
        return Place(told.trace_id, told.span_id)

    def _context(self, place: Place) -> SpanContext:
        """The same choice of traces, wherever it is made: the sampler looks at the trace's id."""
        chosen = self._provider.sampler.should_sample(None, place.trace, "").decision is not self._drop
        flags = self._trace.TraceFlags(self._trace.TraceFlags.SAMPLED if chosen else self._trace.TraceFlags.DEFAULT)
        return self._trace.SpanContext(place.trace, place.span, is_remote=True, trace_flags=flags)

    def close(self, patience: float = PATIENCE) -> None:
        """Send what was not sent yet; a collector that does not answer holds nobody up for longer."""
        closing = threading.Thread(target=self._provider.shutdown, name="flowdesigner-traces", daemon=True)
        closing.start()
        closing.join(patience)


_current: Traces | None = None


def current() -> Traces | None:
    """Those of this process; None while nobody wants any."""
    return _current


def use(traces: Traces | None) -> None:
    """Let these be the process's."""
    global _current
    _current = traces


def are_wanted(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the standard variables ask for traces."""
    if (from_environment("OTEL_SDK_DISABLED", environ) or "").lower() == "true":
        return False
    exporter = from_environment("OTEL_TRACES_EXPORTER", environ)
    return exporter in EXPORTERS or (exporter is None and any(from_environment(one, environ) for one in SWITCHES))


def set_up(bot: str, environ: Mapping[str, str] = os.environ) -> None:
    """Begin, if the environment wants it; ConfigurationError when what is needed is not there."""
    if not are_wanted(environ):
        return
    try:
        from flowdesigner.watching.trace_export import exporting
    except ImportError:
        raise ConfigurationError(NOT_INSTALLED) from None
    about = {"flowdesigner.bot": bot}
    if not from_environment("OTEL_SERVICE_NAME", environ) and "service.name=" not in environ.get(
        "OTEL_RESOURCE_ATTRIBUTES", ""
    ):
        about["service.name"] = "flowdesigner"
    use(Traces(exporting(environ), about))


def close() -> None:
    """End them, after what was not sent yet."""
    if _current is not None:
        _current.close()
        use(None)

"""`Meters`: what is counted and timed while a bot runs, for Prometheus. What stands is read when somebody looks."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from flowdesigner import __version__
from flowdesigner.watching.standing import Standing

CONTENT_TYPE = CONTENT_TYPE_LATEST
QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
SLOW = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Meters:
    """Of one runner. Labels are kinds and outcomes, never what somebody chose or wrote."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self._notifications = _Labelled(Counter(
            "flowdesigner_notifications", "Notifications by topic and what became of them.", ("topic", "outcome"),
            registry=registry,
        ))  # fmt: skip
        self._acknowledged = Histogram(
            "flowdesigner_acknowledgement_seconds", "From a notification's arrival to its acknowledgement.",
            buckets=QUICK, registry=registry,
        )  # fmt: skip
        self._events = _Labelled(Counter(
            "flowdesigner_events", "Events that conversations were moved by.", ("event",), registry=registry
        ))  # fmt: skip
        self._calls = _Labelled(Counter(
            "flowdesigner_calls", "Calls by kind and what became of them.", ("kind", "outcome"), registry=registry
        ))  # fmt: skip
        self._call_seconds = _Labelled(Histogram(
            "flowdesigner_call_seconds", "How long calls took.", ("kind",), buckets=SLOW, registry=registry
        ))  # fmt: skip
        self._to_call = Histogram(
            "flowdesigner_notification_to_call_seconds", "From a notification's receipt to the first call it led to.",
            buckets=SLOW, registry=registry,
        )  # fmt: skip
        self._troubles = Counter(
            "flowdesigner_database_troubles", "How often the database began to be in trouble.", registry=registry
        )
        ProcessCollector(registry=registry)

    def notified(self, topic: str, outcome: str) -> None:
        """A notification came, and this became of it."""
        self._notifications[topic, outcome].inc()

    def acknowledged(self, seconds: float) -> None:
        """Intercom was answered that its notification is kept."""
        self._acknowledged.observe(seconds)

    def acted(self, event: str) -> None:
        """A conversation was moved."""
        self._events[(event,)].inc()

    def called(self, kind: str, outcome: str, seconds: float) -> None:
        """A call ended."""
        self._calls[kind, outcome].inc()
        self._call_seconds[(kind,)].observe(seconds)

    def reached_intercom(self, seconds: float) -> None:
        """So long after its receipt a notification led to a call."""
        self._to_call.observe(seconds)

    def database_in_trouble(self) -> None:
        """It did not answer, or refused."""
        self._troubles.inc()

    def text(self, standing: Standing) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry) + generate_latest(_Once(standing))


Kind = TypeVar("Kind", Counter, Histogram)


class _Labelled(dict[tuple[str, ...], Kind]):
    """A meter's children by their labels: looking them up in the meter takes longer than to count."""

    def __init__(self, meter: Kind) -> None:
        self._meter: Kind = meter

    def __missing__(self, labels: tuple[str, ...]) -> Kind:
        child: Kind = self._meter.labels(*labels)
        self[labels] = child
        return child


class _Once(Collector):
    """What stands now, as a registry that knows nothing else."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def collect(self) -> Iterable[Metric]:
        about = {"version": __version__, "python": platform.python_version()}
        build = GaugeMetricFamily("flowdesigner_build_info", "What runs.", labels=list(about))
        build.add_metric(list(about.values()), 1)
        yield build
        for gauge in self._standing.gauges:
            family = GaugeMetricFamily(f"flowdesigner_{gauge.name}", gauge.what, labels=gauge.labels)
            for labels, value in gauge.values:
                family.add_metric(labels, value)
            yield family

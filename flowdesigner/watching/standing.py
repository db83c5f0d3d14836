"""`Standing`: what stands at one moment, as numbers with names; whoever knows the bot makes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Gauge:
    """One kind of number, with a value for each of its labels."""

    name: str
    what: str
    labels: tuple[str, ...]
    values: tuple[tuple[tuple[str, ...], float], ...]


@dataclass(slots=True)
class Standing:
    """All of them."""

    gauges: list[Gauge] = field(default_factory=list)

    def add(self, name: str, what: str, value: float) -> None:
        """A number of which there is one."""
        self.gauges.append(Gauge(name, what, (), (((), value),)))

    def add_each(
        self, name: str, what: str, label: str, values: Mapping[str, float] | Iterable[tuple[str, float]]
    ) -> None:
        """A number for each of these."""
        pairs = values.items() if isinstance(values, Mapping) else values
        self.gauges.append(Gauge(name, what, (label,), tuple(((str(name),), value) for name, value in pairs)))

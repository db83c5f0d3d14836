"""Reads what `/metrics` says, for tests."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

Numbers = dict[str, float]


def numbers(text: bytes | str) -> Numbers:
    """Each number by its name and labels, as they are written: `flowdesigner_events_total{event="closed"}`."""
    told = text.decode() if isinstance(text, bytes) else text
    found: Numbers = {}
    for family in text_string_to_metric_families(told):
        for sample in family.samples:
            labels = ",".join(f'{name}="{value}"' for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found

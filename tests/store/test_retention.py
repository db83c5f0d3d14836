"""How long a bot keeps what is over, and who says so."""

from __future__ import annotations

import pytest

from flowdesigner.errors import ConfigurationError
from flowdesigner.store.retention import Retention, fixed_by_environment, keep_retention, retention_of
from flowdesigner.store.store import Store


def test_a_bot_begins_with_thirty_days_of_transcripts_and_ninety_of_dead_letters(store: Store) -> None:
    found = retention_of(store, {})
    assert (found.transcripts, found.dead_letters, found.call_contents) == (30, 90, 1)


def test_the_environment_has_the_last_word(store: Store) -> None:
    keep_retention(store, Retention(transcripts=7, calls=8))
    environ = {"FLOWDESIGNER_KEEP_TRANSCRIPTS_DAYS": "3"}
    found = retention_of(store, environ)
    assert (found.transcripts, found.calls, found.dead_letters) == (3, 8, 90)
    assert fixed_by_environment(environ) == {"transcripts"}
    assert retention_of(store, {}).transcripts == 7


def test_what_is_no_number_of_days_is_refused(store: Store) -> None:
    with pytest.raises(ConfigurationError, match="FLOWDESIGNER_KEEP_CALLS_DAYS is “soon”: write a number of days"):
        retention_of(store, {"FLOWDESIGNER_KEEP_CALLS_DAYS": "soon"})
    with pytest.raises(ConfigurationError, match="1 to 3650 days, not for 0"):
        Retention(transcripts=0)


def test_what_a_newer_flowdesigner_keeps_besides_does_not_matter(store: Store) -> None:
    store.settings.set("retention", {"transcripts": 5, "moods": 9})
    assert retention_of(store, {}).transcripts == 5

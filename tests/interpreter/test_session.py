"""Sessions survive the store."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flowdesigner.interpreter.session import Frame, Position, Session

values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
names = st.text(min_size=1, max_size=8)
positions = st.builds(Position, names, names)
variables = st.dictionaries(names, values, max_size=4)
sessions = st.builds(
    Session,
    conversation=names,
    status=st.sampled_from(["new", "waiting", "handed_over", "ended"]),
    position=st.none() | positions,
    wait=st.sampled_from(["", "reply", "time", "action", "return"]),
    timer_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    asked_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    awaiting=st.none() | st.integers(1, 1000),
    variables=variables,
    facts=variables,
    memory=variables,
    stack=st.lists(st.builds(Frame, positions, variables), max_size=3).map(tuple),
    turns=st.integers(0, 100),
    actions=st.integers(0, 100),
    visits=st.integers(0, 100),
    trouble=st.sampled_from([0, 1, 2]),
    heard=st.lists(names, max_size=8).map(tuple),
    deleted=st.booleans(),
)


@given(sessions)
def test_a_session_comes_back_from_json_as_it_was(session: Session) -> None:
    assert Session.from_data(json.loads(json.dumps(session.to_data()))) == session


@given(sessions)
def test_a_copy_is_equal_and_on_its_own(session: Session) -> None:
    before = json.dumps(session.to_data())
    copy = session.copy()
    assert copy == session
    copy.variables["new"] = copy.memory["new"] = "changed"
    copy.turns += 1
    assert json.dumps(session.to_data()) == before


def test_a_new_session_is_small_and_knows_its_conversation() -> None:
    assert Session.new("7", {"firstname": "Mia"}).to_data() == {
        "conversation": "7",
        "status": "new",
        "facts": {"intercom.conversationId": "7", "firstname": "Mia"},
    }


def test_times_are_kept_with_their_zone() -> None:
    session = Session(conversation="7", timer_at=datetime(2026, 1, 5, 10, tzinfo=UTC))
    assert session.to_data()["timer_at"] == "2026-01-05T10:00:00+00:00"

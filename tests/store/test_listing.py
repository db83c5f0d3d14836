"""Lists of conversations, and that none of what is asked for again and again reads a whole table."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.sql import Select

from flowdesigner.store import conversations, history, listing
from flowdesigner.store.commit import Progress, commit
from flowdesigner.store.history import Happening
from flowdesigner.store.listing import AtBlock, Filter
from flowdesigner.store.store import Store
from tests.store.samples import NOON, after, claimed


def stands(
    store: Store,
    name: str,
    status: str = "waiting",
    block: str = "b1",
    customer: str = "",
    at: int = 0,
    revision: int = 1,
) -> int:
    """A conversation that came to this block, so many seconds after noon."""
    lease = claimed(store, name)
    place = None if status == "ended" else ("main", block)
    made = Progress(
        session={"turns": 1}, status=status, revision=revision, timer_at=None, customer_name=customer, place=place
    )
    store.write(lambda conn: commit(conn, lease, made, after(at)))
    return lease.conversation


def found(store: Store, wanted: Filter, limit: int = 50, behind: str = "") -> list[str]:
    rows, _ = store.read(lambda conn: listing.find(conn, wanted, limit, behind))
    return [row.conversation_id for row in rows]


def test_conversations_are_listed_by_what_is_asked_for(store: Store) -> None:
    stands(store, "c1", customer="Mia Novak", at=1)
    stands(store, "c2", "handed_over", "b2", customer="Tom 100%", at=2)
    stands(store, "c3", "ended", at=3)
    claimed(store, "new")
    assert found(store, Filter()) == ["c3", "c2", "c1"]
    assert found(store, Filter(status=["waiting", "handed_over"])) == ["c2", "c1"]
    assert found(store, Filter(flow="main", block="b2")) == ["c2"]
    assert found(store, Filter(text="novak")) == ["c1"]
    assert found(store, Filter(text="0%")) == ["c2"]
    assert found(store, Filter(text="%")) == ["c2"]
    assert found(store, Filter(text="c3")) == ["c3"]
    assert found(store, Filter(app_id="other")) == []
    assert found(store, Filter(has_trouble=True)) == []
    assert store.read(lambda conn: listing.count(conn, Filter(status=["ended"]))) == 1


def test_pages_follow_each_other_without_a_gap(store: Store) -> None:
    for number in range(7):
        stands(store, f"c{number}", at=number // 3)
    seen, token = list[str](), ""
    while True:
        rows, token = store.read(lambda conn, token=token: listing.find(conn, Filter(), 3, token))  # type: ignore[misc]
        seen += [row.conversation_id for row in rows]
        if not token:
            break
    assert seen == ["c6", "c5", "c4", "c3", "c2", "c1", "c0"]
    assert found(store, Filter(), behind="nonsense") == []


def test_the_blocks_know_who_stands_at_them(store: Store) -> None:
    for name, status, block in (
        *(("c1", "waiting", "b1"), ("c2", "waiting", "b1"), ("c3", "handed_over", "b1")),
        *(("c4", "waiting", "b2"), ("c5", "ended", "b2")),
    ):
        stands(store, name, status, block)
    assert store.read(listing.at_blocks) == [
        AtBlock(flow="main", block="b1", revision=1, waiting=2, handed_over=1),
        AtBlock(flow="main", block="b2", revision=1, waiting=1),
    ]
    figures = store.read(listing.figures)
    assert (figures.all, figures.waiting, figures.handed_over, figures.ended) == (5, 3, 1, 1)
    assert (figures.inbox, figures.open_calls, figures.letters) == (5, 0, 0)


def test_conversations_of_one_version_are_told_apart(store: Store) -> None:
    stands(store, "c1", revision=1)
    stands(store, "c2", revision=2)
    assert store.read(listing.at_blocks) == [
        AtBlock(flow="main", block="b1", revision=1, waiting=1),
        AtBlock(flow="main", block="b1", revision=2, waiting=1),
    ]
    assert found(store, Filter(revision=2)) == ["c2"]


def test_the_history_has_a_row_for_each_event(store: Store) -> None:
    lease = claimed(store)
    one = Happening(
        at=after(70), received_at=after(69), revision=1, event="message", status="waiting",
        path=[("main", "b1", "next")], lines=[{"who": "customer", "text": "Hi \0"}], error="e" * 5_000,
    )  # fmt: skip
    made = Progress(session={}, status="waiting", revision=1, timer_at=None, history=[one])
    store.write(lambda conn: commit(conn, lease, made, NOON))
    (row,) = store.read(lambda conn: history.of(conn, lease.conversation))
    assert (row.event, row.path, row.lines[0]["text"]) == ("message", [["main", "b1", "next"]], "Hi \0")
    assert len(row.error) == 1_000
    _, this, later = store.read(lambda conn: history.minutes(conn, after(130), 3))
    assert (this.at, this.events, this.messages, this.failures) == (after(60), 1, 1, 0)
    assert (this.waited, this.longest, later.events) == (1.0, 1.0, 0)


ASKED_OFTEN = {
    "timers that are due": (conversations._DUE, "ix_conversation_timer_at"),
    "conversations with something to do": (conversations._WOKEN, "ix_conversation_woken"),
    "who stands where": (listing.AT_BLOCKS, "ix_conversation_status"),
    "calls to be made": (listing.OPEN_CALLS, "ix_conversation_woken"),
    "dead letters": (listing.LETTERS, "ix_dead_letter_unsettled"),
    "the last hour": (history.MINUTES, "ix_history_at"),
}


@pytest.mark.parametrize("question", ASKED_OFTEN)
def test_what_is_asked_again_and_again_is_answered_by_an_index(store: Store, question: str) -> None:
    query, index = ASKED_OFTEN[question]
    for number in range(3):
        stands(store, f"c{number}")
    plan = store.write(lambda conn: plan_of(conn, query))
    assert index in plan, plan
    assert "SCAN conversation\n" not in plan + "\n"
    assert "Seq Scan" not in plan


def plan_of(conn: Connection, query: Select[tuple[int]]) -> str:
    """How the database answers it; few rows would be read one by one, so PostgreSQL is kept from doing so."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("SET LOCAL enable_seqscan = off"))
    limited = query.limit(10) if "limit" in query.compile().params else query
    given = {"now": NOON, "since": NOON, "after": 0}
    asked = limited.params({name: value for name, value in given.items() if name in query.compile().params})
    sql = asked.compile(conn, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if conn.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in conn.exec_driver_sql(f"{explain} {sql}").all())

"""What holds for every flow and every course of events: it ends, it is pure, its session survives JSON."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flowdesigner.flow.catalog import Catalog
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import (
    ActionDone,
    ActionFailed,
    Closed,
    CustomerMessage,
    Event,
    GivenBack,
    TakenOver,
    TimerFired,
)
from flowdesigner.interpreter.interpreter import advance, expects
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.rehearsal import MONDAY
from flowdesigner.interpreter.session import Session
from flowdesigner.interpreter.walk import MOST_BLOCKS

CATALOG = Catalog.default()
MOST_ACTIONS = 3 * MOST_BLOCKS + 2
IDS = [f"b{number}" for number in range(6)]
WORDS = ["hi", "yes", "1", "a@example.com", "{x}", ""]
template = st.sampled_from(["Hello {x}", "{intercom.conversationId}", "", "<b>bold</b>"])
condition = st.fixed_dictionaries(
    {"variable": st.sampled_from(["x", "y"]), "operator": st.sampled_from(["is", "is_set"]), "value": template}
)
way = st.fixed_dictionaries({"id": st.sampled_from(["p", "q"]), "conditions": st.lists(condition, max_size=2)})
kinds: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "send_message": st.fixed_dictionaries({"text": template}),
    "ask_question": st.fixed_dictionaries(
        {
            "text": template,
            "type": st.sampled_from(["text", "email", "number"]),
            "variable": st.sampled_from(["x", "y", ""]),
            "retries": st.integers(0, 2),
            "no_reply_minutes": st.sampled_from([None, 5]),
        }
    ),
    "offer_choices": st.fixed_dictionaries({"text": template, "choices": st.just(["Yes", "No"])}),
    "set_variable": st.fixed_dictionaries({"variable": st.sampled_from(["x", "y"]), "value": template}),
    "branch": st.fixed_dictionaries({"branches": st.lists(way, max_size=2)}),
    "go_to": st.fixed_dictionaries(
        {
            "flow": st.sampled_from(["", "one", "two", "gone"]),
            "block": st.sampled_from(["", *IDS]),
            "come_back": st.booleans(),
        }
    ),
    "wait": st.fixed_dictionaries({"minutes": st.integers(1, 5)}),
    "send_to_offload_provider": st.fixed_dictionaries({"team": st.just("5"), "message": template}),
    "close_conversation": st.just({}),
    "end": st.just({}),
}
settings_of = st.sampled_from(sorted(kinds)).flatmap(lambda kind: st.tuples(st.just(kind), kinds[kind]))


@st.composite
def flows(draw: st.DrawFn, name: str) -> Flow:
    """A start and some blocks, wired at random."""
    flow = Flow(name)
    blocks = [flow.add(CATALOG.create("start", "", "", {}), id="start")]
    for number, (kind, given_settings) in enumerate(draw(st.lists(settings_of, min_size=1, max_size=len(IDS)))):
        blocks.append(flow.add(CATALOG.create(kind, "", "", given_settings), id=IDS[number]))
    for block in blocks:
        for port in block.ports():
            target = draw(st.sampled_from([None, *blocks[1:]]))
            if target is not None:
                flow.connect(block, target, port=port.id)
    return flow


def happened(kind: str, text: str, now: datetime, session: Session) -> Event:
    match kind:
        case "say":
            return CustomerMessage(at=now, text=text)
        case "timer":
            return TimerFired(at=session.timer_at or now)
        case "done":
            return ActionDone(at=now, action=session.awaiting or session.actions)
        case "failed":
            return ActionFailed(at=now, action=session.awaiting or session.actions, reason="no")
        case "taken":
            return TakenOver(at=now)
        case "closed":
            return Closed(at=now)
        case _:
            return GivenBack(at=now, message=CustomerMessage(at=now, text=text) if text else None)


courses = st.lists(
    st.tuples(st.sampled_from(["say", "timer", "done", "failed", "taken", "back", "closed"]), st.sampled_from(WORDS)),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(one=flows("One"), two=flows("Two"), with_error_flow=st.booleans(), course=courses)
def test_it_always_ends_is_pure_and_its_session_survives_json(
    one: Flow, two: Flow, with_error_flow: bool, course: list[tuple[str, str]]
) -> None:
    program = Program.of(one, two, error_flow="two" if with_error_flow else None)
    session, now = Session.new("1"), MONDAY
    for kind, text in [("say", "hi"), *course]:
        now += timedelta(minutes=1)
        event = happened(kind, text, now, session)
        before = copy.deepcopy(session)
        step = advance(program, session, event)
        assert session == before, "advance changed the session it was given"
        stored = Session.from_data(json.loads(json.dumps(session.to_data())))
        assert advance(program, stored, event) == step, "a session that was stored goes another way"
        assert len(step.actions) <= MOST_ACTIONS
        assert (step.session.status == "waiting") == (step.session.wait != "" and step.session.status == "waiting")
        assert expects(program, step.session, CustomerMessage(at=now, text=text)) in (True, False)
        session = step.session


@settings(max_examples=100, deadline=None)
@given(flow=flows("One"), texts=st.lists(st.sampled_from(WORDS), max_size=4))
def test_actions_are_numbered_in_order_without_gaps(flow: Flow, texts: list[str]) -> None:
    program, session, numbers = Program.of(flow), Session.new("1"), []
    for text in ["hi", *texts]:
        step = advance(program, session, CustomerMessage(at=MONDAY, text=text))
        numbers += [request.number for request in step.actions]
        session = step.session
    assert numbers == list(range(1, len(numbers) + 1))

"""Assign."""

from __future__ import annotations

from flowdesigner.blocks.assign import Assign
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.action import Action
from flowdesigner.flow.action import Assign as Do
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk


def assigns(block: Assign) -> Flow:
    flow = Flow("Main")
    assign = flow.add(block)
    flow.connect(flow.add(Start()), assign)
    flow.connect(assign, flow.add(SendMessage(text="Done")))
    flow.connect(assign, flow.add(SendMessage(text="It did not work")), port="failed")
    return flow


def test_it_goes_to_a_team_a_teammate_or_nobody_and_the_bot_goes_on() -> None:
    assert talk(assigns(Assign(team="5")), "hi").lines[1:] == ["assigned to team 5", "bot: Done"]
    teammate = Assign(to="teammate", teammate="7", team="5")
    assert talk(assigns(teammate), "hi").lines[1:] == ["assigned to teammate 7", "bot: Done"]
    assert talk(assigns(Assign(to="nobody", team="5")), "hi").lines[1:] == ["assigned to nobody", "bot: Done"]


def test_one_that_fails_has_a_way_of_its_own() -> None:
    def gone(action: Action) -> str:
        return "the team is gone" if isinstance(action, Do) else ""

    assert talk(assigns(Assign(team="5")), "hi", fails=gone).lines[-1] == "bot: It did not work"


def test_without_somebody_chosen_the_author_is_told_and_nothing_happens() -> None:
    assert [fault.field for fault in Assign().faults()] == ["team"]
    assert [fault.field for fault in Assign(to="teammate").faults()] == ["teammate"]
    assert not list(Assign(to="nobody").faults())
    assert talk(assigns(Assign()), "hi").lines[1:] == ["bot: Done"]

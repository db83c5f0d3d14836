"""Branch."""

from __future__ import annotations

from typing import Any

import pytest

from flowdesigner.blocks.branch import Branch
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.document import Flow
from flowdesigner.testing import talk


def way(id: str, *conditions: tuple[str, str, str], match: str = "all") -> dict[str, Any]:
    listed = [dict(zip(("variable", "operator", "value"), one, strict=True)) for one in conditions]
    return {"id": id, "label": id.title(), "match": match, "conditions": listed}


def branches(*ways: dict[str, Any]) -> Flow:
    """Says by which way it went on."""
    flow = Flow("Main")
    branch = flow.add(Branch(branches=ways))
    flow.connect(flow.add(Start()), branch)
    for port in branch.ports():
        flow.connect(branch, flow.add(SendMessage(text=port.label)), port=port.id)
    return flow


VIP = way("vip", ("plan", "is", "gold"))
KNOWN = way("known", ("email", "is_set", ""), ("plan", "is_set", ""), match="any")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"plan": "gold"}, "Vip"),
        ({"plan": "silver"}, "Known"),
        ({"email": "a@b.co"}, "Known"),
        ({}, "Otherwise"),
    ],
)
def test_the_first_way_that_holds_is_taken(facts: dict[str, Any], said: str) -> None:
    assert talk(branches(VIP, KNOWN), "hi", facts=facts).lines == ["customer: hi", f"bot: {said}"]


def test_all_conditions_of_a_way_must_hold_unless_any_will_do() -> None:
    both = way("both", ("a", "is", "1"), ("b", "is", "2"))
    assert talk(branches(both), "hi", facts={"a": "1"}).lines[-1] == "bot: Otherwise"
    assert talk(branches(both), "hi", facts={"a": "1", "b": "2"}).lines[-1] == "bot: Both"


def test_a_way_without_conditions_is_never_taken() -> None:
    assert talk(branches(way("empty")), "hi").lines[-1] == "bot: Otherwise"


def test_its_faults() -> None:
    def messages(*ways: dict[str, Any]) -> str:
        return " ".join(fault.message for fault in Branch(branches=ways).faults())

    assert "no ways" in messages()
    assert "no condition" in messages(way("empty"))
    assert "names no variable" in messages(way("blank", ("", "is", "a")))
    assert "same id" in messages(VIP, VIP)
    assert messages(VIP, KNOWN) == ""


def test_it_reads_the_variables_of_its_conditions() -> None:
    assert Branch(branches=(VIP, KNOWN)).reads() == {"plan", "email"}

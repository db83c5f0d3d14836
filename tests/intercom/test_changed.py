"""What a call answers with is looked at from its end, and only as far as somebody asks."""

from __future__ import annotations

from typing import Any

import pytest

from flowdesigner.errors import IntercomDownError
from flowdesigner.intercom.changed import Changed


def changed(*parts: Any) -> Changed:
    return Changed({"id": "1", "conversation_parts": {"conversation_parts": list(parts)}}, "close conversation 1")


def part(id: str, at: int | None = None) -> dict[str, Any]:
    return {"id": id, "part_type": "comment", "created_at": at}


def test_the_newest_comes_first_and_of_one_second_the_one_that_is_listed_last() -> None:
    parts = changed(part("1", 5), part("2", 9), part("3", 9), part("4"), part("5", 7)).newest_first()
    assert [one.id for one in parts] == ["3", "2", "5", "1", "4"]


def test_parts_that_nobody_looks_at_may_be_anything() -> None:
    parts = changed({"created_at": 1, "id": ["no", "id"]}, part("2", 2)).newest_first()
    assert next(parts).id == "2"
    with pytest.raises(IntercomDownError, match="nonsense when asked to close conversation 1"):
        next(parts)


def test_an_answer_without_parts_has_none() -> None:
    assert list(Changed({"id": 7, "conversation_parts": None}, "close").newest_first()) == []


@pytest.mark.parametrize("answer", [{}, {"id": None}, {"id": {"a": 1}}, {"id": "1", "conversation_parts": "none"}])
def test_what_is_no_conversation_is_nonsense(answer: dict[str, Any]) -> None:
    with pytest.raises(IntercomDownError, match="nonsense"):
        Changed(answer, "close")

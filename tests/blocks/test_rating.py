"""Rating."""

from __future__ import annotations

from typing import Any

import pytest

from flowdesigner.blocks.rating import Rating
from flowdesigner.blocks.send_message import SendMessage
from flowdesigner.blocks.start import Start
from flowdesigner.flow.document import Flow
from flowdesigner.flow.medium import EMAIL, SOURCE_TYPE
from flowdesigner.interpreter.interpreter import expects
from flowdesigner.testing import message, program_of, talk, visit


def survey(**form: Any) -> Flow:
    """Asks for a rating, and says by which way it went on."""
    flow = Flow("Main")
    rating = flow.add(Rating(**{"text": "Well?", **form}))
    flow.connect(flow.add(Start()), rating)
    for port in rating.ports():
        flow.connect(rating, flow.add(SendMessage(text=port.id)), port=port.id)
    return flow


def test_a_rating_is_kept_as_a_number() -> None:
    done = talk(survey(), "hi").press("4")
    assert done.lines == ["customer: hi", "bot: Well?", "bot: [1] [2] [3] [4] [5]", "customer: 4", "bot: good"]
    assert done.variables == {"rating": 4}


@pytest.mark.parametrize(
    ("scale", "pressed", "kept", "way"),
    [
        ("numbers", "3", 3, "bad"),
        ("stars", "★★★★★", 5, "good"),
        ("faces", "😐", 3, "bad"),
        ("faces", "😀", 5, "good"),
        ("thumbs", "👍", 1, "good"),
        ("thumbs", "👎", 0, "bad"),
    ],
)
def test_scales(scale: Any, pressed: str, kept: int, way: str) -> None:
    done = talk(survey(scale=scale), "hi").press(pressed)
    assert (done.variables, done.lines[-1]) == ({"rating": kept}, f"bot: {way}")


def test_each_rating_may_have_a_way_of_its_own() -> None:
    assert talk(survey(ways="each"), "hi").press("2").lines[-1] == "bot: 2"
    assert talk(survey(ways="each", scale="thumbs"), "hi").press("👎").lines[-1] == "bot: 0"


def test_what_counts_as_good_is_the_authors_choice() -> None:
    assert talk(survey(good_from=3), "hi", "3").lines[-1] == "bot: good"
    assert talk(survey(good_from=5), "hi", "4").lines[-1] == "bot: bad"


@pytest.mark.parametrize(
    ("said", "rating"),
    [("4", 4), ("4/5", 4), (" 4 stars! ", 4), ("4 out of 5", 4), ("★★", None), ("0", None), ("6", None), ("10", None),
     ("I have 2 questions", None), ("", None)],
)  # fmt: skip
def test_a_rating_may_be_typed(said: str, rating: int | None) -> None:
    block = Rating()
    assert block.understand(visit(block), message(said)) == rating


def test_a_face_may_be_typed() -> None:
    assert talk(survey(scale="faces"), "hi", "🙂").lines[-1] == "bot: good"


def test_on_email_it_is_a_numbered_list() -> None:
    by_email = talk(survey(scale="thumbs"), "hi", facts={SOURCE_TYPE: EMAIL})
    assert by_email.lines[-1] == "bot: Well?\n1. 👍\n2. 👎"
    assert by_email.say("2").lines[-1] == "bot: bad"


def test_anything_else_is_no_rating() -> None:
    done = talk(survey(), "hi", "Where is my parcel?")
    assert (done.lines[-1], done.variables) == ("bot: otherwise", {"rating": None})


def test_a_comment_is_asked_for_after_the_rating() -> None:
    done = talk(survey(comment_text="Why?", comment_variable="why"), "hi").press("2").say("Too slow")
    assert done.lines[-4:] == ["customer: 2", "bot: Why?", "customer: Too slow", "bot: bad"]
    assert done.variables == {"rating": 2, "why": "Too slow"}


def test_no_reply_to_the_question_has_a_way_and_no_reply_to_the_comment_keeps_the_ratings_way() -> None:
    form = {"no_reply_minutes": 10, "comment_text": "Why?", "comment_variable": "why"}
    assert talk(survey(**form), "hi").skip(10).lines[-1] == "bot: no_reply"
    for thumb, way in (("👍", "good"), ("👎", "bad")):
        silent = talk(survey(**form, scale="thumbs"), "hi").press(thumb).skip(9)
        assert silent.session.status == "waiting"
        assert silent.skip(1).lines[-1] == f"bot: {way}"
        assert "why" not in silent.variables


def test_a_comment_is_expected_whatever_it_says_and_a_rating_is_not() -> None:
    program = program_of(survey(comment_text="Why?", comment_variable="why"))
    assert not expects(program, talk(program, "hi").session, message("Too slow"))
    assert expects(program, talk(program, "hi").press("2").session, message("Too slow"))


def test_its_faults() -> None:
    assert not list(Rating().faults())
    assert {fault.field for fault in Rating(text="", variable="", comment_text="Why?").faults()} == {
        "text",
        "variable",
        "comment_variable",
    }

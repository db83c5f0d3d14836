"""Where a text stands in a bot."""

from __future__ import annotations

from flowdesigner.blocks import OfferChoices, SendMessage
from flowdesigner.flow.block import UnknownBlock
from flowdesigner.flow.document import Flow
from flowdesigner.flow.find import find
from flowdesigner.flow.note import Group, Note
from flowdesigner.flow.template import Template
from flowdesigner.flow.variable import Variable


def bot() -> dict[str, Flow]:
    flow, other = Flow("Refunds"), Flow("Other")
    flow.add(SendMessage(name="Refund note", text=Template("About your\nREFUND: it takes {refund_days} days")))
    flow.add(OfferChoices(text=Template("What now?"), choices=("A refund", "Nothing")))
    flow.variables["refund_days"] = Variable(name="refund_days", description="How long it takes")
    flow.set_note("n", Note(id="n", text="Ask legal about refunds"))
    flow.set_group("g", Group(id="g", name="The refund", blocks=("refund-note",)))
    other.add(UnknownBlock(raw_kind="teleport", raw_settings={"to": {"where": ["refund desk"]}}), id="t")
    return {"refunds": flow, "other": other}


def test_it_is_found_in_names_texts_variables_notes_and_groups_of_every_flow() -> None:
    assert [(hit.flow, hit.what, hit.block or hit.id, hit.label) for hit in find(bot(), "refund")] == [
        ("refunds", "flow", "", ""),
        ("refunds", "variable", "refund_days", ""),
        ("refunds", "text", "offer_choices", "Choices"),
        ("refunds", "name", "refund-note", ""),
        ("refunds", "text", "refund-note", "Text"),
        ("refunds", "note", "n", ""),
        ("refunds", "group", "g", ""),
        ("other", "text", "t", "to"),
    ]


def test_the_excerpt_says_where_in_it_the_text_stands() -> None:
    (hit,) = find(bot(), "REFUND", match_case=True)
    assert hit.excerpt == "About your REFUND: it takes {refund_days} days"
    assert hit.excerpt[hit.start : hit.end] == "REFUND"
    flow = Flow("Main")
    flow.add(SendMessage(text=Template("x" * 100 + " here " + "y" * 100)))
    (hit,) = find({"main": flow}, "here")
    assert hit.excerpt == "…" + "x" * 39 + " here " + "y" * 39 + "…"
    assert hit.excerpt[hit.start : hit.end] == "here"


def test_nothing_is_found_for_nothing_and_no_more_than_is_wanted() -> None:
    assert find(bot(), "  ") == []
    assert len(find(bot(), "refund", limit=3)) == 3

"""The kinds that are found, and how they are described."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from flowdesigner import blocks
from flowdesigner.errors import DocumentError
from flowdesigner.flow.block import UnknownBlock
from flowdesigner.flow.catalog import Catalog


def test_a_kind_is_found_by_its_name_and_by_its_class() -> None:
    catalog = Catalog.default()
    assert catalog.kinds["send_message"].__name__ == "SendMessage"
    assert blocks.SendMessage is catalog.kinds["send_message"]
    assert "SendMessage" in dir(blocks)
    with pytest.raises(AttributeError, match="no block kind"):
        blocks.Nonesuch  # noqa: B018


def test_a_block_is_made_and_checked() -> None:
    block = Catalog.default().create("send_message", "hello", "Hello", {"text": "Hi"})
    assert (block.id, block.title, block.summary()) == ("hello", "Hello", "Hi")
    with pytest.raises(ValidationError):
        Catalog.default().create("send_message", settings={"txt": "Hi"})
    assert isinstance(Catalog.default().create("create_ticket"), UnknownBlock)


def test_a_description_has_all_that_the_page_draws() -> None:
    kind = Catalog.default().describe("offer_choices")
    assert kind.label == "Offer choices"
    assert kind.icon.startswith("<svg")
    assert kind.help
    assert kind.schema["properties"]["choices"]["x-widget"] == "options"
    assert [port.id for port in kind.ports] == ["otherwise"]
    with pytest.raises(DocumentError, match="not installed"):
        Catalog.default().describe("create_ticket")

"""Every kind: its four files, its form as it was, its way through a file, its documented ports.

A form that changes on purpose changes `schemas.json`: `UPDATE_SCHEMAS=1 pytest tests/blocks/test_every_block.py`.
"""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

import flowdesigner.blocks
from flowdesigner.flow.block import GROUP_LABELS, Block
from flowdesigner.flow.catalog import Catalog
from flowdesigner.flow.document import ASIDE, Flow
from flowdesigner.flow.files import dump, flow_from_data, flow_to_data
from flowdesigner.flow.graph import fields_shown_as
from flowdesigner.flow.translation import is_translated

FOLDER = Path(flowdesigner.blocks.__path__[0])
TESTS = Path(__file__).parent
SCHEMAS = TESTS / "schemas.json"
TEXTS = {"rich_text", "text", "plain", "images", "tags"}
PICKS = {"variable", "select", "team", "agent", "provider", "flow", "block"}
WIDGETS = TEXTS | PICKS | {
    "number", "minutes", "switch", "options", "branches", "hours", "pairs", "mapping", "files", "function", "arguments",
}  # fmt: skip
CATALOG = Catalog.default()
STEMS = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
KINDS = sorted(kind for kind, block in CATALOG.kinds.items() if block.__module__.startswith("flowdesigner.blocks."))
FULL: dict[str, dict[str, Any]] = {
    "send_message": {"text": "Hi {firstname}", "images": ["https://example.com/a.png"]},
    "ask_question": {"text": "?", "type": "email", "variable": "email", "retries": 1, "no_reply_minutes": 5},
    "offer_choices": {"text": "?", "choices": [{"id": "a", "label": "A"}], "variable": "x", "no_reply_minutes": 5},
    "set_variable": {"variable": "x", "value": "{y}"},
    "python_function": {
        "function": "price",
        "arguments": [{"name": "item", "value": "{item}"}],
        "results": [{"path": "amount", "variable": "x"}],
        "error": "trouble",
    },
    "branch": {
        "branches": [
            {
                "id": "a",
                "label": "A",
                "match": "any",
                "conditions": [{"variable": "x", "operator": "is", "value": "1"}],
            }
        ]
    },
    "go_to": {"flow": "other", "block": "b", "come_back": True},
    "wait": {"minutes": 90},
    "office_hours": {
        "hours": [{"day": "friday", "opens": "22:00", "closes": "06:00"}],
        "time_zone": "Europe/Berlin",
        "country": "DE",
        "region": "BY",
        "closed_days": ["12-24", "2026-07-20/2026-07-31"],
        "opens_next": "back",
    },
    "call_api": {
        "method": "POST",
        "url": "https://api.example.com/orders/{order}",
        "headers": [{"name": "Authorization", "value": "Bearer {secret.token}"}],
        "body_type": "json",
        "body": '{"email": "{email}", "note": {"text": "Written by {firstname}"}}',
        "timeout": 5,
        "answer": [{"path": "order.status", "variable": "status"}],
        "statuses": ["404"],
        "example": '{"order": {"status": "sent"}}',
    },
    "rating": {"ways": "each", "comment_text": "?", "comment_variable": "why", "no_reply_minutes": 5},
    "send_to_offload_provider": {
        "team": "5",
        "message": "One moment",
        "note": "Wants {b}",
        "tags": ["a", "{b}"],
        "attributes": [{"name": "Topic", "value": "{b}"}],
        "only_if_there": True,
        "no_answer_minutes": 10,
    },
    "close_conversation": {"conversation": "7", "reason": "Bye"},
    "assign": {"to": "teammate", "teammate": "7400002"},
    "tag_conversation": {"do": "take_off", "tags": ["a", "{b}"]},
    "tag_contact": {"tags": ["a", "{b}"]},
    "set_attribute": {"whose": "contact", "attribute": "Plan", "type": "number", "value": "{x}"},
    "add_note": {"text": "Order {order}"},
    "snooze": {"minutes": 90},
}


def schema_of(kind: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(CATALOG.kinds[kind].model_json_schema()))
    return data


def fields(block: type[Block]) -> list[str]:
    return [name for name in block.model_fields if name not in ASIDE]


def test_nothing_but_kinds_lives_in_the_folder() -> None:
    stems = {path.stem for path in FOLDER.iterdir() if path.suffix in (".py", ".svg", ".md")} - {"__init__"}
    assert sorted(stems) == STEMS == KINDS


def test_the_forms_are_as_they_were() -> None:
    schemas = {kind: schema_of(kind) for kind in KINDS}
    if os.environ.get("UPDATE_SCHEMAS"):
        SCHEMAS.write_text(json.dumps(schemas, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    assert schemas == json.loads(SCHEMAS.read_text("utf-8"))


def test_every_text_that_customers_read_is_translated_and_none_that_only_the_team_reads() -> None:
    own = {(kind, name) for kind in KINDS for name in fields_shown_as(CATALOG.kinds[kind], "rich_text")}
    translated = {(kind, name) for kind, name in own if is_translated(CATALOG.kinds[kind], name)}
    assert own - translated == {("add_note", "text"), ("send_to_offload_provider", "note")}


@pytest.mark.parametrize("stem", STEMS)
class TestKind:
    def test_it_has_its_four_files_under_one_stem(self, stem: str) -> None:
        assert CATALOG.kinds[stem].__module__ == f"flowdesigner.blocks.{stem}"
        for path in (FOLDER / f"{stem}.svg", FOLDER / f"{stem}.md", TESTS / f"test_{stem}.py"):
            assert path.read_text("utf-8").strip(), path

    def test_its_icon_is_of_the_one_stroke_set(self, stem: str) -> None:
        icon = ET.fromstring((FOLDER / f"{stem}.svg").read_text("utf-8"))
        wanted = {"viewBox": "0 0 24 24", "stroke": "currentColor", "stroke-width": "1.7", "fill": "none"}
        assert {name: icon.get(name) for name in wanted} == wanted
        assert not [part for part in icon.iter() if part.get("style") or part.get("onload") or "script" in part.tag]

    def test_its_help_names_every_setting_and_every_port(self, stem: str) -> None:
        text = (FOLDER / f"{stem}.md").read_text("utf-8")
        kind = CATALOG.kinds[stem]
        assert text.startswith(f"# {kind.label}\n")
        static = {port.id for port in kind().ports()}
        full = {port.id for port in kind(**FULL.get(stem, {})).ports()} - {"a"}  # an id of the author's own
        for name in (*fields(kind), *static, *full):
            assert f"`{name}`" in text, f"{stem}.md does not explain {name}"

    def test_its_help_is_plain(self, stem: str) -> None:
        text = (FOLDER / f"{stem}.md").read_text("utf-8")
        assert "!" not in text
        assert not re.search(r"\b(node|handle|admin)s?\b", text, re.IGNORECASE)
        assert max(len(line) for line in text.splitlines()) <= 140

    def test_its_form_has_a_label_a_hint_and_a_known_widget_for_each_setting(self, stem: str) -> None:
        properties = schema_of(stem).get("properties", {})
        for name in fields(CATALOG.kinds[stem]):
            form = properties[name]
            assert form.get("title"), name
            assert form.get("description"), name
            assert form.get("x-widget") in WIDGETS, name

    def test_its_words_and_group_are_set(self, stem: str) -> None:
        kind = CATALOG.kinds[stem]
        assert kind.kind == stem
        assert kind.label
        assert kind.group in GROUP_LABELS
        assert kind.__doc__

    def test_it_is_made_with_defaults_alone_as_the_palette_does(self, stem: str) -> None:
        block = CATALOG.create(stem, "a", "", {})
        assert type(block) is CATALOG.kinds[stem]
        assert isinstance(block.summary(), str)
        assert all(fault.message.endswith(".") for fault in block.faults())

    @pytest.mark.parametrize("filled", [False, True])
    def test_it_survives_a_file_and_a_second_save_changes_nothing(self, stem: str, filled: bool) -> None:
        flow = Flow("Main")
        block = flow.add(CATALOG.kinds[stem](**(FULL.get(stem, {}) if filled else {})))
        text = dump(flow_to_data(flow))
        again = flow_from_data(json.loads(text))
        assert again.block(block.id) == block
        assert dump(flow_to_data(again)) == text

    def test_its_ports_are_named_once_and_labelled(self, stem: str) -> None:
        ports = CATALOG.kinds[stem](**FULL.get(stem, {})).ports()
        assert len({port.id for port in ports}) == len(ports)
        assert all(port.label for port in ports)

    def test_a_filled_block_has_no_faults(self, stem: str) -> None:
        assert not list(CATALOG.kinds[stem](**FULL.get(stem, {})).faults())

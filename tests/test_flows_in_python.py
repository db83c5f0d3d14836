"""The documents for analysts: their code runs as it stands there, their words are the ones in use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import flowdesigner
from flowdesigner.flow.system_variables import SYSTEM_VARIABLES
from flowdesigner.flow.template import MODIFIERS

DOCS = Path(flowdesigner.__file__).parent / "docs"
HOW_TO = (DOCS / "how-to/flows-in-python.md").read_text("utf-8")
KNOWN = (DOCS / "how-to/what-the-bot-knows.md").read_text("utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text("utf-8")
IDEAS = ["Flow", "Block", "Port", "Edge", "Variable", "Turn", "Session", "Channel", "Hand-over", "Notification"]


def test_the_how_to_runs_from_top_to_bottom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOWDESIGNER_DATABASE_URL", raising=False)
    code = "\n".join(re.findall(r"```python\n(.*?)```", HOW_TO, re.DOTALL))
    exec(compile(code, "flows-in-python.md", "exec"), {"__name__": "how_to"})
    said = re.search(r"print\(problem\)  # (.*)", HOW_TO)
    assert said is not None
    assert said[1] in capsys.readouterr().out.splitlines()


def test_the_how_to_names_every_system_variable_and_modifier() -> None:
    for variable in SYSTEM_VARIABLES:
        assert f"`{{{variable.name}}}`" in KNOWN
    for name in MODIFIERS:
        assert f"`{name}`" in HOW_TO


@pytest.mark.parametrize("idea", IDEAS)
def test_the_glossary_has_every_idea(idea: str) -> None:
    assert f"\n**{idea}**: " in GLOSSARY

"""The how-to page: its function is found, described and run as it stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

import flowdesigner
from flowdesigner.flow.python_function import CallFunction
from flowdesigner.functions.workers import Workers

HOW_TO = Path(flowdesigner.__file__).parent / "docs/how-to/run-your-own-python.md"


def test_the_function_of_the_page_runs(workers: Workers, write: Callable[..., Path]) -> None:
    (code,) = re.findall(r"   ```python\n(.*?)   ```", HOW_TO.read_text("utf-8"), re.DOTALL)
    write(dedent(code))
    (shape,) = workers.describe().functions
    assert (shape.name, shape.repeatable, shape.fields) == ("delivery", True, ("day", "price"))
    assert [one.kind for one in shape.arguments] == ["choice", "list", "yes_no"]
    arguments = (("country", "Belgium"), ("items", "cup, lid"), ("express", "yes"))
    told = workers.run(CallFunction(function="delivery", arguments=arguments))
    assert told == {"day": (date.today() + timedelta(days=1)).isoformat(), "price": 9.0}

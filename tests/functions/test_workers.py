"""Functions in processes of their own: found, described, run, bounded, replaced."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from flowdesigner.errors import FunctionError, FunctionsBusyError
from flowdesigner.flow.event import Value
from flowdesigner.flow.python_function import CallFunction
from flowdesigner.functions.workers import Workers

Write = Callable[..., Path]

KINDS = '''
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Literal, TypedDict
from pydantic import BaseModel, Field

class Size(Enum):
    SMALL = 1
    LARGE = 2

@dataclass
class Price:
    amount: float
    currency: str

class Found(BaseModel):
    state: str
    day: date

class Plain(TypedDict):
    a: int

@flowdesigner.function(repeatable=True)
def price(
    item: str, number: int = 1, weight: float = 0.5, express: bool = False, size: Size = Size.SMALL,
    colour: Literal["red", "blue"] = "red", day: date | None = None, extras: list[str] = [],
    code: Annotated[str, Field(description="As on the voucher")] = "",
) -> Price:
    """What an item costs.

    More words.
    """
    return Price(number * 2.5 + len(extras), f"{item} {size.name} {colour} {express} {day} {extras} {code}")

@flowdesigner.function
def look(order: str) -> Found:
    return Found(state="sent", day=date(2026, 1, 5))

@flowdesigner.function
async def later(text: str) -> str:
    return text.upper()

@flowdesigner.function
def typed(options: dict[str, int]) -> Plain:
    return {"a": sum(options.values())}

def not_declared() -> None: ...
'''


def calling(name: str, seconds: int = 20, megabytes: int = 512, **arguments: Value) -> CallFunction:
    return CallFunction(function=name, arguments=tuple(arguments.items()), seconds=seconds, megabytes=megabytes)


def test_types_become_the_form_and_the_result_its_fields(workers: Workers, write: Write) -> None:
    write(KINDS)
    found = workers.describe()
    assert found.troubles == ()
    shapes = found.named()
    assert sorted(shapes) == ["later", "look", "price", "typed"]
    price = shapes["price"]
    assert (price.description, price.repeatable, price.fields) == ("What an item costs.", True, ("amount", "currency"))
    kinds = {one.name: (one.kind, one.required, one.default) for one in price.arguments}
    assert kinds == {
        "item": ("text", True, ""),
        "number": ("number", False, "1"),
        "weight": ("number", False, "0.5"),
        "express": ("yes_no", False, "false"),
        "size": ("choice", False, "1"),
        "colour": ("choice", False, "red"),
        "day": ("date", False, ""),
        "extras": ("list", False, ""),
        "code": ("text", False, ""),
    }
    assert [one.choices for one in price.arguments if one.kind == "choice"] == [("1", "2"), ("red", "blue")]
    assert price.arguments[-1].description == "As on the voucher"
    assert (shapes["look"].fields, shapes["typed"].fields, shapes["later"].fields) == (("state", "day"), ("a",), ())
    assert not shapes["look"].repeatable


def test_texts_of_the_form_become_what_the_function_wants(workers: Workers, write: Write) -> None:
    write(KINDS)
    told = workers.run(
        calling("price", item="cup", number=" 2 ", express="yes", size="2", day="2026-01-05", extras="a, b\nc", code="")
    )
    assert told == {"amount": 8.0, "currency": "cup LARGE red True 2026-01-05 ['a', 'b', 'c'] "}
    assert workers.run(calling("price", item="cup", extras=["x"], day=None)) == {
        "amount": 3.5,
        "currency": "cup SMALL red False None ['x'] ",
    }
    assert workers.run(calling("look", order="7")) == {"state": "sent", "day": "2026-01-05"}
    assert workers.run(calling("later", text="hi")) == "HI"
    assert workers.run(calling("typed", options='{"x": 1, "y": 2}')) == {"a": 3}


@pytest.mark.parametrize(
    ("body", "arguments", "says"),
    [
        ("def f(): return 1 / 0", {}, "“f” failed: ZeroDivisionError: division by zero"),
        ("def f(): raise SystemExit('out')", {}, "“f” failed: SystemExit: out"),
        ("def f(n: int): return n", {"n": "many"}, "cannot be run so: n: Input should be a valid integer"),
        ("def f(n: int): return n", {}, "cannot be run so: it needs “n”, which has no value."),
        ("def f(): return 1", {"n": 1}, "it has no argument “n”"),
        ("def f(): return object()", {}, "its result cannot be kept in variables"),
        ("def f(): return float('nan')", {}, "its result cannot be kept in variables"),
        ("def f(): return 'x' * (400 * 1024 * 1024)", {}, "wanted more than 64 MB of memory"),
        ("def f():\n    while True: pass", {}, "took longer than 1 seconds, so it was ended"),
        ("def f():\n    import re; return re.match('(a*)*b', 'a' * 64)", {}, "took longer than 1 seconds"),
        ("def f():\n    import os; os._exit(3)", {}, "ended its process (exit code 3)"),
        ("def f():\n    import os; os.kill(os.getpid(), 9)", {}, "killed, perhaps for want of memory"),
        ("def g(): return 1", {}, "There is no function “f”."),
        ("def f(: return 1", {}, "There is no function “f” (functions.py: line 3: SyntaxError: invalid syntax)."),
    ],
)
def test_what_goes_wrong_is_said_and_the_next_call_is_run(
    workers: Workers, write: Write, body: str, arguments: dict[str, Value], says: str
) -> None:
    write(f"@flowdesigner.function\n{body}\n")
    with pytest.raises(FunctionError) as caught:
        workers.run(calling("f", seconds=1, megabytes=64, **arguments))
    assert says in str(caught.value)
    write("@flowdesigner.function\ndef f(): return 'well'\n")
    assert workers.run(calling("f")) == "well"


def test_an_edited_file_is_noticed(workers: Workers, write: Write) -> None:
    file = write("@flowdesigner.function\ndef f() -> str: return 'one'\n")
    assert workers.run(calling("f")) == "one"
    write("@flowdesigner.function\ndef f(a: int = 1) -> str: return 'two'\n")
    assert workers.run(calling("f")) == "two"
    assert [one.name for one in workers.describe().named()["f"].arguments] == ["a"]
    file.unlink()
    write(
        "from functions.tools import twice\n@flowdesigner.function\ndef f() -> int: return twice(2)\n",
        "functions/shop.py",
    )
    write("def twice(n: int) -> int: return 2 * n\n", "functions/tools.py")
    assert list(workers.describe().named()) == ["shop.f"]
    assert workers.run(calling("shop.f")) == 4
    assert not list(file.parent.rglob("__pycache__"))


def test_a_file_that_cannot_be_read_leaves_the_others(workers: Workers, write: Write) -> None:
    write("raise RuntimeError('no way')\n", "functions/bad.py")
    write("@flowdesigner.function\ndef f(*all: str): ...\n", "functions/odd.py")
    write("@flowdesigner.function\ndef f() -> int: return 1\n", "functions/good.py")
    found = workers.describe()
    assert list(found.named()) == ["good.f"]
    assert [str(one) for one in found.troubles] == [
        "functions/bad.py: line 2: RuntimeError: no way",
        "the function “odd.f”: its argument “all” has no name that a form could give a value to.",
    ]


def test_errors_hold_no_secret_of_the_environment(
    workers: Workers, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_TOKEN", "tok-1234567")
    monkeypatch.setenv("FLOWDESIGNER_SECRET_KEY", "key-7654321")
    write(
        "import os\n@flowdesigner.function\ndef f() -> str:\n"
        "    assert 'FLOWDESIGNER_SECRET_KEY' not in os.environ\n"
        "    raise ValueError(f\"{os.environ['CRM_TOKEN']} at https://me:pass@crm.test/ {'x' * 900}\")\n"
    )
    with pytest.raises(FunctionError) as caught:
        workers.run(calling("f"))
    said = str(caught.value)
    assert "ValueError: ••• at https://•••@crm.test/" in said
    assert len(said) <= 300


def test_functions_run_beside_this_process(workers: Workers, write: Write) -> None:
    write("import os\n@flowdesigner.function\ndef f() -> int: return os.getpid()\n")
    assert workers.run(calling("f")) != os.getpid()


async def test_a_call_that_hangs_holds_up_neither_the_loop_nor_other_functions(workers: Workers, write: Write) -> None:
    write(
        "import time\n@flowdesigner.function\ndef spin():\n    while True: pass\n"
        "@flowdesigner.function\ndef quick() -> int: return 1\n"
    )
    spinning = asyncio.create_task(workers.call(calling("spin", seconds=3)))
    assert await workers.call(calling("quick")) == 1
    with pytest.raises(FunctionError, match="took longer"):
        await spinning


async def test_too_many_calls_are_turned_away_before_they_are_run(tmp_path: Path, write: Write) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    write(f"@flowdesigner.function\ndef wait() -> str: return open({str(gate)!r}).read()\n")
    with Workers(tmp_path, most=1, most_waiting=1) as workers:
        first = asyncio.create_task(workers.call(calling("wait")))
        await asyncio.sleep(0)
        with pytest.raises(FunctionsBusyError):
            await workers.call(calling("wait"))
        threading.Thread(target=lambda: gate.write_text("open")).start()
        assert await first == "open"

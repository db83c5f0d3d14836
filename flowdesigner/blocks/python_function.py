"""Python function: run an author's own function with values of the conversation, and keep what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from flowdesigner.flow.block import Block, Fault, Group, Port
from flowdesigner.flow.event import ActionDone, ActionFailed, Value
from flowdesigner.flow.json_path import is_path
from flowdesigner.flow.python_function import CallFunction, FunctionUse
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn, WaitForAction

MOST_SECONDS = 60
MOST_MEGABYTES = 4096


class Argument(BaseModel):
    """An argument of the function, and what it is given."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str = Field(default="", title="Name")
    """As the function calls it."""
    value: Template = Field(default=Template(""), title="Value")
    """A text, or a variable."""


class Kept(BaseModel):
    """A part of the result that is kept: where it stands, and in which variable it goes."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    path: str = Field(default="", title="Field of the result")
    """Such as price; @ is the result as a whole."""
    variable: str = Field(default="", title="Variable", json_schema_extra={"x-widget": "variable"})
    """Texts and conditions after this block can use it."""


class PythonFunction(Block):
    """Runs a function of your own, keeps its result in variables, and goes on when it is done."""

    kind: ClassVar[str] = "python_function"
    label: ClassVar[str] = "Python function"
    group: ClassVar[Group] = "reach"
    order: ClassVar[int] = 2

    function: str = Field(default="", title="Function", json_schema_extra={"x-widget": "function"})
    """A function of functions.py in the bot's folder that is declared with @flowdesigner.function."""
    arguments: tuple[Argument, ...] = Field(
        default=(), title="Arguments", json_schema_extra={"x-widget": "arguments", "x-within": "function"}
    )
    """What the function is given. Type { for a variable; one that is left empty is not given."""
    results: tuple[Kept, ...] = Field(default=(), title="Keep of the result", json_schema_extra={"x-widget": "mapping"})
    """Fields of the result, each with the variable that it goes into; @ is the result as a whole."""
    error: str = Field(default="", title="Keep the error in", json_schema_extra={"x-widget": "variable"})
    """The variable that says what went wrong, for the way “Failed”."""
    timeout: int = Field(
        default=10, ge=1, le=MOST_SECONDS, title="Seconds at most", json_schema_extra={"x-widget": "number"}
    )
    """A function that takes longer is ended, and the conversation goes on by “Failed”."""
    memory: int = Field(
        default=512, ge=16, le=MOST_MEGABYTES, title="Megabytes at most", json_schema_extra={"x-widget": "number"}
    )
    """A function that wants more memory fails."""
    example: str = Field(default="", title="Example result", json_schema_extra={"x-widget": "plain", "x-lines": 4})
    """What Try it and kept chats take as the result, as JSON, in place of running the function."""

    def ports(self) -> tuple[Port, ...]:
        """Done, and every way in which it is not."""
        return (Port("done", "Done"), Port("failed", "Failed", "error or too slow", required=False))

    def summary(self) -> str:
        """`shop.discount(customer, order)`."""
        given = ", ".join(one.name for one in self.arguments if one.value)
        return f"{self.function}({given})" if self.function else ""

    def faults(self) -> Iterator[Fault]:
        """No function, or a part of the result that goes nowhere."""
        if not self.function:
            yield Fault("function", "No function is chosen, so nothing is run here.")
        for kept in self.results:
            if not kept.path.strip() or not is_path(kept.path):
                message = f"“{kept.path}” is no field of a result. Write it like price, or @ for all of it."
                yield Fault("results", message)
            elif not kept.variable:
                yield Fault("results", f"No variable is chosen for “{kept.path}”, so it is forgotten.")

    def writes(self) -> frozenset[str]:
        """The variables of the result, and of the error."""
        return frozenset({*(kept.variable for kept in self.results), self.error}) - {""}

    def function_use(self) -> FunctionUse | None:
        """The function, with what it is given."""
        if not self.function:
            return None
        given = frozenset(one.name for one in self.arguments if one.value.strip())
        return FunctionUse(self.function, given, tuple(kept.path.strip() for kept in self.results))

    def enter(self, turn: Turn) -> Answer:
        """Run it, and wait for its result."""
        call = CallFunction(
            function=self.function,
            arguments=tuple((one.name, given(one.value, turn)) for one in self.arguments if one.value.strip()),
            results=tuple((kept.variable, kept.path) for kept in self.results if kept.variable),
            seconds=self.timeout,
            megabytes=self.memory,
            example=self.example,
        )
        return WaitForAction(turn.do(call))

    def resume(self, turn: Turn) -> Answer:
        """Keep what is wanted of the result; after a failure nothing of an earlier one is left."""
        event = turn.event
        found = event.result.get("values") if isinstance(event, ActionDone) else None
        values = found if isinstance(found, dict) else {}
        for kept in self.results:
            if kept.variable:
                turn.set(kept.variable, values.get(kept.variable))
        reason = "" if isinstance(event, ActionDone) else "The function was interrupted."
        if isinstance(event, ActionFailed):
            reason = event.reason
        if self.error:
            turn.set(self.error, reason or None)
        return LeaveBy("failed", reason) if reason else LeaveBy("done")


def given(template: Template, turn: Turn) -> Value:
    """The value: of one variable alone the value itself, else the text."""
    name = template.alone()
    return turn.get(name) if name else turn.text(template)

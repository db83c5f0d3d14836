"""What the page asks Python for: one model for each type of message. `canvas.py` gives them to their handlers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from flowdesigner.errors import FlowdesignerError


class Request(BaseModel):
    """One message of the page."""

    model_config = ConfigDict(frozen=True)


class Hello(Request):
    """The page is there (again) and wants the document."""

    type: Literal["hello"]
    client: str = ""


class Edit(Request):
    """An edit; `id` is the page's name for it, `flow` the flow that it was made in ("": the current one)."""

    type: Literal["op"]
    id: str
    op: dict[str, Any]
    flow: str = ""


class Undo(Request):
    """Take the last edit back."""

    type: Literal["undo"]


class Redo(Request):
    """Make the edit again that was taken back last."""

    type: Literal["redo"]


class OpenFlow(Request):
    """Show another flow of the bot."""

    type: Literal["flow"]
    id: str


class Try(Request):
    """A turn in *Try it*."""

    type: Literal["try"]
    do: Literal["start", "say", "press", "back", "restart", "give_back", "skip"]
    text: str = ""
    option: str = ""
    block: str | None = None
    minutes: int = Field(default=10, ge=1)


class Publish(Request):
    """Make the draft the live version."""

    type: Literal["publish"]
    note: str = ""


class GoLive(Request):
    """Let the bot answer, or stop it."""

    type: Literal["live"]
    do: Literal["go", "stop"]


class Export(Request):
    """The whole bot as one text."""

    type: Literal["export"]
    kind: Literal["json", "mermaid"]


AnyRequest = Annotated[
    Hello | Edit | Undo | Redo | OpenFlow | Try | Publish | GoLive | Export, Field(discriminator="type")
]
_ADAPTER: TypeAdapter[Request] = TypeAdapter(AnyRequest)


def parse(content: Mapping[str, Any]) -> Request:
    """The message as a model; FlowdesignerError for one that the page should never send."""
    try:
        return _ADAPTER.validate_python(content)
    except ValidationError as error:
        kind = str(content.get("type", ""))[:40]
        raise FlowdesignerError(f"The page and its kernel do not match (“{kind}”). Load the page again.") from error

"""What the page asks Python for: one model for each type of message. `canvas.py` gives them to their handlers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from flowdesigner.errors import FlowdesignerError
from flowdesigner.flow.duration import LONGEST_WAIT
from flowdesigner.flow.event import Value
from flowdesigner.flow.variable import Variable


class Request(BaseModel):
    """One message of the page."""

    model_config = ConfigDict(frozen=True)


class Hello(Request):
    """The page is there (again) and wants the document."""

    type: Literal["hello"]
    client: str = ""


class Edit(Request):
    """An edit; `id` is the page's name for it, `flow` the flow that it was made in ("": the current one).

    `seen` is the number of the newest edit that its author had seen, as `log` in the page's news; None: make it,
    whatever others have done.
    """

    type: Literal["op"]
    id: str
    op: dict[str, Any]
    flow: str = ""
    seen: int | None = None


class Here(Request):
    """Who is at the page, and the block that is selected, or ""."""

    type: Literal["here"]
    name: str = ""
    block: str = ""


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
    """A turn in *Try it*; what each `do` needs is in `tryout.py`."""

    type: Literal["try"]
    do: Literal[
        "start", "restart", "back", "say", "press", "skip", "skip_to", "take_over", "give_back", "set", "fail_next",
        "channel", "keep", "answer_next", "people", "calls", "again", "reply", "open", "show", "language",
    ]  # fmt: skip
    text: str = ""
    option: str = ""
    block: str | None = None
    minutes: int = Field(default=10, ge=1, le=LONGEST_WAIT)
    name: str = ""
    value: Value = None


class CallOnce(Request):
    """One real call to an API, as a block of the flow on the screen would make it with these values."""

    type: Literal["call"]
    block: str
    values: dict[str, Value] = {}


class AddFile(Request):
    """Keep a file for a block that sends it; its bytes come beside the message. `id` is the page's name for it."""

    type: Literal["file"]
    id: str
    name: str
    content: bytes = Field(default=b"", repr=False)


class ListFunctions(Request):
    """Which Python functions there are, now and after every change; the answer is in `function_desk.py`."""

    type: Literal["functions"]


class Secrets(Request):
    """Something with the secrets that flows name; what each `do` needs is in `api_desk.py`."""

    type: Literal["secrets"]
    do: Literal["list", "set", "forget"]
    name: str = ""
    text: str = Field(default="", repr=False)


class Chats(Request):
    """Something with the kept chats; what each `do` needs is in `kept_chats.py`."""

    type: Literal["tests"]
    do: Literal["run", "accept", "save", "remove", "put_back"]
    name: str = ""
    text: str = ""


class Versions(Request):
    """Something with the versions; what each `do` needs is in `versions.py`. A number that is None is the draft."""

    type: Literal["versions"]
    do: Literal["list", "compare", "restore", "go_to", "under_way", "move"]
    number: int | None = None
    old: int | None = None
    new: int | None = None
    move_conversations: bool = False


class Watch(Request):
    """Something with the conversations on the canvas; what each `do` needs is in `watching.py`."""

    type: Literal["watch"]
    do: Literal["on", "off", "block", "open", "back", "page"]
    version: int | None = None
    flow: str = ""
    block: str = ""
    row: int = 0


class Find(Request):
    """Where a text stands in the bot; the answers to this and the next three are in `shaping.py`."""

    type: Literal["find"]
    text: str
    match_case: bool = False


class Uses(Request):
    """What leads to a block."""

    type: Literal["uses"]
    flow: str
    block: str


class Variables(Request):
    """The variables of the bot, after something was done with one of them."""

    type: Literal["variables"]
    do: Literal["list", "rename", "declare", "forget"]
    name: str = ""
    to: str = ""
    variable: Variable | None = None


class Languages(Request):
    """Something with the languages of the bot; what each `do` needs is in `language_desk.py`."""

    type: Literal["languages"]
    do: Literal["list", "add", "remove", "main", "export", "import"]
    code: str = ""
    text: str = ""


class ReadAccount(Request):
    """Ask Intercom again for teams, teammates and tags."""

    type: Literal["account"]


class Suggest(Request):
    """What may be chosen in a field; `suggestions.py` has the lists."""

    type: Literal["suggest"]
    what: str


class Extract(Request):
    """Make blocks of the flow on the screen a flow of their own."""

    type: Literal["extract"]
    blocks: list[str]
    name: str = ""


class Publish(Request):
    """Make the draft the live version; `move_conversations` lets those under way go on with it."""

    type: Literal["publish"]
    note: str = ""
    despite_failed_tests: bool = False
    move_conversations: bool = False


class GoLive(Request):
    """Let the bot answer, or stop it."""

    type: Literal["live"]
    do: Literal["go", "stop"]


class Export(Request):
    """The whole bot as one text."""

    type: Literal["export"]
    kind: Literal["json", "mermaid", "svg", "png"]
    flow: str = ""
    theme: Literal["light", "dark"] = "light"


class BotsRequest(Request):
    """Something with the bots beside this one; what each `do` needs is in `bots.py`."""

    type: Literal["bots"]
    do: Literal["list", "pictures", "make", "take"]
    name: str = ""
    example: str = ""
    text: str = ""
    theme: Literal["light", "dark"] = "light"


class Import(Request):
    """Make the draft the bot of a file, in one edit."""

    type: Literal["import"]
    text: str


AnyRequest = Annotated[
    Hello
    | Edit
    | Here
    | Undo
    | Redo
    | OpenFlow
    | Try
    | CallOnce
    | AddFile
    | ListFunctions
    | Secrets
    | Chats
    | Versions
    | Watch
    | Publish
    | GoLive
    | Export
    | Import
    | BotsRequest
    | Find
    | Uses
    | Variables
    | Languages
    | ReadAccount
    | Suggest
    | Extract,
    Field(discriminator="type"),
]
_ADAPTER: TypeAdapter[Request] = TypeAdapter(AnyRequest)


def parse(content: Mapping[str, Any]) -> Request:
    """The message as a model; FlowdesignerError for one that the page should never send."""
    try:
        return _ADAPTER.validate_python(content)
    except ValidationError as error:
        kind = str(content.get("type", ""))[:40]
        raise FlowdesignerError(f"The page and its kernel do not match (“{kind}”). Load the page again.") from error

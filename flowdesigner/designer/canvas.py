"""`Canvas`, the widget that draws the designer: the traits it shares with the page, and the way messages take.

The page is TypeScript (`frontend/`, built into `static/`); those who listen with `on` decide what the
messages do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import anywidget
import traitlets

from flowdesigner.designer.requests import Request, parse
from flowdesigner.errors import FlowdesignerError

R = TypeVar("R", bound=Request)
log = logging.getLogger("flowdesigner.designer")

STATIC = Path(__file__).parent / "static"
PAGES = ("flow", "bots", "channels", "running", "help")
THEMES = ("auto", "light", "dark")
NOT_BUILT = """export default { render({ el }) {
  el.className = "fd-failure";
  el.textContent = "The designer's page is not built. Install flowdesigner again: pip install .";
} };"""


def built(name: str) -> Path | str:
    """A file of the built page; a page that says that it is missing when it was not built."""
    path = STATIC / name
    if path.exists():
        return path
    return NOT_BUILT if name.endswith(".js") else ""


class Canvas(anywidget.AnyWidget):
    """Header, rail, palette, canvas, property panel, problems and *Try it*, drawn in the browser."""

    _esm = built("designer.js")
    _css = built("designer.css")

    catalog = traitlets.Dict().tag(sync=True)
    bot = traitlets.Dict().tag(sync=True)
    account = traitlets.Dict().tag(sync=True)
    page = traitlets.Enum(PAGES, default_value="flow").tag(sync=True)
    theme = traitlets.Enum(THEMES, default_value="auto").tag(sync=True)
    embedded = traitlets.Bool(False).tag(sync=True)
    system_variables: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(self, **traits: object) -> None:
        super().__init__(**traits)
        self._handlers: dict[type[Request], Callable[[Any], None]] = {}
        self.on_msg(self._receive)

    def on(self, kind: type[R], handler: Callable[[R], None]) -> None:
        """Let this handler answer messages of this kind, in place of any before."""
        self._handlers[kind] = handler

    def tell(self, kind: str, **content: object) -> None:
        """Send a message to the page."""
        self.send({"type": kind, **content})

    def notice(self, text: str, *, tone: str = "error") -> None:
        """Show a sentence that goes away by itself."""
        self.tell("notice", tone=tone, text=text)

    def hear(self, content: Mapping[str, Any], buffers: Sequence[bytes | memoryview] = ()) -> None:
        """Do what a message of the page asks; whatever goes wrong becomes a notice. A file comes as a buffer."""
        try:
            request = parse({**content, "content": bytes(buffers[0])} if buffers else content)
            self._handlers[type(request)](cast("Any", request))
        except FlowdesignerError as error:
            self.notice(str(error))
        except Exception:
            log.exception("A message of the page could not be answered")
            self.notice("Something went wrong in the designer. Load the page again; your changes are kept.")

    def _receive(self, _: object, content: Mapping[str, Any], buffers: Sequence[bytes | memoryview]) -> None:
        self.hear(content, buffers)

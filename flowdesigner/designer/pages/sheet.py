"""`Sheet`: markup that Python makes and that has buttons, which ipywidgets' HTML has not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets


class Sheet(anywidget.AnyWidget):
    """Shows `markup`; `pressed` hears what and which when one of its `press`es was pressed.

    What is the same in new markup stays where it is on the page, so that who reads or goes through it by keyboard is
    not disturbed.
    """

    _esm = Path(__file__).parent / "sheet.js"

    markup = traitlets.Unicode("").tag(sync=True)

    def __init__(self, pressed: Callable[[str, str], None], markup: str = "") -> None:
        super().__init__(markup=markup)
        self._pressed = pressed
        self.on_msg(self._receive)

    def _receive(self, _: object, content: Mapping[str, Any], __: object) -> None:
        self._pressed(str(content.get("press", "")), str(content.get("value", "")))


def pressable(what: str, which: object = "") -> str:
    """The attributes that make an element of a sheet one to press."""
    return f'data-press="{escape(what)}" data-value="{escape(str(which))}"'


def press(label: str, what: str, which: object = "", *, look: str = "", name: str = "") -> str:
    """A button of a sheet; `name` is what screen readers say where the label alone says too little."""
    spoken = f' aria-label="{escape(name)}"' if name else ""
    return f'<button type="button" class="fd-press {look}" {pressable(what, which)}{spoken}>{escape(label)}</button>'

"""`CopyField`: an address with a *Copy* button, which ipywidgets has not."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets


class CopyField(anywidget.AnyWidget):
    """Shows `value` and copies it; `label` says to screen readers what it is."""

    _esm = Path(__file__).parent / "copy_field.js"

    value = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

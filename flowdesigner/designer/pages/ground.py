"""`Ground`: the styles of the pages, and the little they need of the browser besides their widgets."""

from __future__ import annotations

from pathlib import Path

import anywidget


class Ground(anywidget.AnyWidget):
    """Draws nothing; one in each designer."""

    _esm = Path(__file__).parent / "ground.js"
    _css = Path(__file__).parent / "ground.css"

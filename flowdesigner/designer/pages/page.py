"""`Page`: one page of ipywidgets. The shell shows it when the rail says so and tells it when it comes and goes."""

from __future__ import annotations

import ipywidgets as widgets  # type: ignore[import-untyped]


class Page(widgets.VBox):  # type: ignore[misc]
    """A page laid over the canvas; `is_open` while it is the one on the screen."""

    def __init__(self, *children: widgets.Widget) -> None:
        super().__init__(list(children))
        self.is_open = False
        self.add_class("fd-page")

    def enter(self) -> None:
        """The page comes to the screen."""
        self.is_open = True
        self.opened()

    def leave(self) -> None:
        """Another page takes its place."""
        self.is_open = False

    def opened(self) -> None:
        """What a page does when it comes to the screen: by default nothing."""

    def look(self) -> None:
        """Called about once a second while it is on the screen."""

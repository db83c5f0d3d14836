"""The pages and the canvas share one document: no rule of the canvas may reach what is on a page by accident."""

from __future__ import annotations

import re

from flowdesigner.designer.canvas import STATIC

PAGES = STATIC.parent / "pages"
SHEETS = STATIC.parent / "frontend/src/styles"
SHARED = {"fd-main", "fd-pill", "fd-primary", "fd-ghost", "fd-danger"}
"""Classes that mean the same in both."""


def test_no_rule_of_the_canvas_reaches_a_page() -> None:
    used = set(re.findall(r"fd-[a-z-]+", " ".join(path.read_text("utf-8") for path in PAGES.glob("*.py"))))
    rules = re.findall(r"([^{}]+)\{", " ".join(path.read_text("utf-8") for path in SHEETS.glob("*.css")))
    loose = {
        name
        for rule in rules
        for selector in re.split(r",(?![^(]*\))", rule)
        if ".fd-root" not in selector
        for name in re.findall(r"\.(fd-[a-z-]+)", selector)
    }
    assert loose
    assert used & loose <= SHARED

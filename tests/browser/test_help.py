"""Help in the browser: articles with their pictures, and links from one to another."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.designer import DesignerPage

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_a_link_leads_to_another_article(example: DesignerPage) -> None:
    page = example.page
    example.go_to("Help")
    expect(page.get_by_role("heading", name="Build your first bot")).to_be_visible()
    expect(page.get_by_role("img", name="A conversation beside the canvas").first).to_be_visible()
    link = page.get_by_role("link", name="Connect your Intercom workspace")
    link.scroll_into_view_if_needed()
    link.click()
    expect(page.get_by_role("heading", name="Connect your Intercom workspace", level=1)).to_be_in_viewport()
    example.button("Glossary").click()
    expect(page.get_by_role("heading", name="Glossary", level=1)).to_be_visible()

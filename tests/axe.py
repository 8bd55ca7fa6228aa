"""
The judgement of axe-core on a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Listing what passed takes axe longer than finding what did not.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def violations(page: Page) -> str:
    """What breaks WCAG 2.2 AA or axe's best practices, to be read; empty where nothing does."""
    results = Axe().run(page, options=OPTIONS)
    return results.generate_report() if results.violations_count else ""

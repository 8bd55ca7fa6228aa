"""
Mobile numbers in the open; all of them invented.
"""

from __future__ import annotations

from builder.defects.pages import Page
from builder.defects.registry import Answers, fault


@fault(times=3)
def of_a_person(page: Page) -> Answers:
    """A number behind a name."""
    return [page.answer()] if page.append("<p>获奖者示例甲，13900000000。</p>") else None


@fault()
def neighbour_of_an_office(page: Page) -> Answers:
    """A number that is meant to be called, and one that is masked."""
    text = "<p>咨询电话：13900000001。</p><p>示例乙，139****0002</p>"
    return [] if page.append(text) else None

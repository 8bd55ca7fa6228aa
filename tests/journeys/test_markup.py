"""
The markup of the sample city, page by page as it was built.
"""

from __future__ import annotations

import html5lib
import pytest

from tests.helpers import files_below

pytestmark = pytest.mark.xdist_group("city")


def faults(pages) -> list[str]:
    """A line for each page that is not HTML to the letter."""
    found = []
    for page in pages:
        try:
            html5lib.HTMLParser(strict=True).parse(page.read_text(encoding="utf-8"))
        except html5lib.html5parser.ParseError as error:
            found.append(f"{page}: {error}")
    return found


def test_every_page_is_html_to_the_letter(city):
    """
    Of all sites and versions: what editors wrote, what the theme adds, without a parse error in strict mode.
    """
    files = files_below(city.output, "*.html")
    # The marks of withdrawn addresses are named like pages, and are empty.
    pages = [each for each in files if ".well-known" not in each.parts]

    assert len(pages) > 500
    assert faults(pages) == []


def test_a_fault_would_be_found(tmp_path):
    """
    A stray end tag, or an address whose `&` is not escaped.
    """
    for name, body in (("a", "</b>"), ("b", '<a href="?a=1&copy=2">x</a>'), ("c", "<p>好</p>")):
        (tmp_path / name).write_text(
            f'<!doctype html><html lang="zh-CN"><head><title>t</title></head><body>{body}</body></html>'
        )

    assert [line.partition(": ")[0][-1] for line in faults(sorted(tmp_path.iterdir()))] == [
        "a",
        "b",
    ]

"""
What the build does to a body beside its references.
"""

from __future__ import annotations

import pytest

from builder.addressing import Addressing
from builder.bodies import body_markup
from builder.sources import FileSource
from builder.view import open_view
from tests.helpers import a_feed, site

SCROLL = '<div class="scroll" role="group" aria-label="表格" tabindex="0">'


@pytest.fixture
def markup(store, theme, tmp_path):
    store.sync(FileSource(a_feed(tmp_path, site(), site(2, "water"))))
    with open_view(store, theme, Addressing()) as view:
        yield lambda html: str(body_markup(view, html, 1))


@pytest.mark.parametrize(
    ("html", "result"),
    [
        ("<table><tr></tr></table>", f"{SCROLL}<table><tr></tr></table></div>"),
        (
            "<table><td><table></table></td></table>",
            f"{SCROLL}<table><td><table></table></td></table></div>",
        ),
        (
            '<a href="https://www.gov.cn/" target="_blank">国</a>',
            '<a href="https://www.gov.cn/" rel="external noopener">国</a>',
        ),
        ('<a href="https://water.example.gov.cn/x">水</a>',) * 2,
        ('<a href="/x">甲</a>',) * 2,
    ],
)
def test_body(markup, html, result):
    """
    An outermost table scrolls by itself; a link out of the cluster says that it is one.
    """
    assert markup(html) == result

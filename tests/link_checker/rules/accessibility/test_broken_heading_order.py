"""
标题层级跳跃.
"""

from __future__ import annotations

import pytest

from link_checker.rules.accessibility.broken_heading_order import broken_heading_order
from tests.link_checker.helpers import a_site, findings, page, result


def headed(levels: str):
    html = "".join(f"<h{level}>第{at}个</h{level}>" for at, level in enumerate(levels, 1))
    return a_site(page("/a.html", html))


@pytest.mark.parametrize(
    ("levels", "evidence"), [("13", "第2个"), ("1224", "第4个"), ("1314", "第2个")]
)
def test_reports_the_first_jump(levels: str, evidence: str):
    """
    One finding a page: the first shows where the order breaks.
    """
    (found,) = findings(broken_heading_order, headed(levels))

    assert found.evidence == evidence


@pytest.mark.parametrize("levels", ["", "1", "123", "1232", "12321", "234", "1233"])
def test_passes_headings_that_go_down_step_by_step(levels: str):
    """
    Up by any number, down by one; the first may be of any level.
    """
    assert result(broken_heading_order, headed(levels)).outcome == "passed"


def test_passes_over_headings_without_text():
    """
    Nobody hears them.
    """
    snapshot = a_site(page("/a.html", "<h1>一</h1><h3></h3><h2>二</h2>"))

    assert result(broken_heading_order, snapshot).outcome == "passed"


@pytest.mark.parametrize("hiding", ["hidden", 'style="display:none"', 'aria-hidden="true"'])
def test_passes_over_headings_that_are_hidden(hiding: str):
    """
    Nobody hears these either.
    """
    snapshot = a_site(page("/a.html", f"<h1>一</h1><div {hiding}><h4>附件</h4></div><h2>二</h2>"))

    assert result(broken_heading_order, snapshot).outcome == "passed"

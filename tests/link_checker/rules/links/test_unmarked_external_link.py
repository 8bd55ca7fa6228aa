"""
外链未提示.
"""

from __future__ import annotations

import pytest

from link_checker.rules.links.unmarked_external_link import unmarked_external_link
from tests.link_checker.helpers import (
    a_site,
    document,
    findings,
    home,
    page,
    result,
    reviews,
    targets,
)


def test_reports_a_link_to_another_site_without_a_word():
    """
    At the address it leads to.
    """
    snapshot = a_site(home('<a href="https://www.example.com/">示例公司</a>'), columns=[])

    assert targets(findings(unmarked_external_link, snapshot)) == ["https://www.example.com/"]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://www.example.com/" rel="external noopener">示例公司</a>',
        '<a href="https://www.example.com/" data-external>示例公司</a>',
        '<a href="https://www.example.com/">示例公司（外部链接）</a>',
        '<a href="https://slj.example.gov.cn/">示例市水务局</a>',
        '<a href="https://bszs.conac.cn/sitename?id=1">党政机关</a>',
        '<a href="https://www.gov.hk/">香港</a>',
        '<a href="http://192.0.2.40/exposure/jiucuo.html?site_code=9999000001">找错</a>',
        '<a href="http://water.localhost:8080/">示例市水务局</a>',
        '<a href="/about.html">关于</a>',
        '<a href="https://www.example.com/" hidden>示例公司</a>',
        '<img src="https://www.example.com/1.png" alt="">',
    ],
)
def test_passes_what_is_marked_or_no_way_out(link: str):
    """
    A marked link, a government's site, the registry of marks, the page for reporting errors under any
    name, a site of this machine, one's own page, a picture; hidden links are another matter.
    """
    assert result(unmarked_external_link, a_site(home(link), columns=[])).outcome == "passed"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://www.example.com/"><img src="/1.png" alt=""></a>',
        '<b style="font-size: 14px"><a href="https://www.example.com/">示例公司</a></b>',
        '<a href="https://www.example.com/"><b style="font-size: 14px">示例公司</b></a>',
    ],
)
def test_letters_of_no_size_do_not_hide_what_has_a_size_of_its_own(link: str):
    """
    Templates set them around pictures and columns, to leave no gap between.
    """
    snapshot = a_site(home(f'<div style="font-size: 0;">{link}</div>'), columns=[])

    assert targets(findings(unmarked_external_link, snapshot)) == ["https://www.example.com/"]


def test_passes_a_link_in_letters_of_no_size():
    """
    Nobody sees it, even beside a picture.
    """
    link = '<a href="https://www.example.com/">示例公司</a>'
    html = f'<div style="font-size:0"><img src="/1.png" alt=""><p>{link}</p></div>'

    assert result(unmarked_external_link, a_site(home(html), columns=[])).outcome == "passed"


def test_passes_a_site_that_is_inspected_together_with_this_one():
    """
    A cluster on local names is one cluster.
    """
    snapshot = a_site(
        home('<a href="https://slj.localhost/">水务局</a>'),
        page("/", document("<h1>水务局</h1>"), host="slj.localhost"),
    )

    assert findings(unmarked_external_link, snapshot) == []


def test_leaves_a_page_with_scripts_to_a_person():
    """
    A script may show the notice when somebody clicks.
    """
    html = '<a href="https://www.example.com/">示例公司</a><script src="/a.js"></script>'

    snapshot = a_site(home(html))

    assert findings(unmarked_external_link, snapshot) == []
    assert len(reviews(unmarked_external_link, snapshot)) == 1

"""
页脚要素缺失.
"""

from __future__ import annotations

import pytest

from link_checker.rules.frame.missing_footer_mark import missing_footer_mark
from tests.link_checker.helpers import (
    SITE_META,
    a_site,
    document,
    findings,
    labels,
    page,
    result,
    reviews,
    undecided,
    unread,
)

MARKS = {
    "conac": '<a href="https://bszs.conac.cn/sitename?id=1"><img src="/dz.png" alt="党政机关"></a>',
    "error_report": '<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html">我为政府网站找错</a>',
    "site_id_code": "<p>网站标识码：9999000001</p>",
    "host_body": "<p>主办单位：示例市人民政府</p>",
    "contact": "<p>联系电话：0999-99990001</p>",
    "icp": '<a href="https://beian.miit.gov.cn/">示ICP备99990001号-1</a>',
    "police": '<a href="https://beian.mps.gov.cn/">示公网安备 99990002000001号</a>',
    "site_map": '<a href="/sitemap.html">网站地图</a>',
}


def footed(marks: dict[str, str], main: str = ""):
    """A home page with these marks in its footer."""
    body = f"<main>{main}</main><footer>{''.join(marks.values())}</footer>"
    return page("/", document(body, SITE_META))


def with_mark(label: str, html: str) -> dict[str, str]:
    return {**MARKS, label: html}


def test_passes_a_footer_with_all_eight():
    """
    The right page.
    """
    assert result(missing_footer_mark, a_site(footed(MARKS))).outcome == "passed"


@pytest.mark.parametrize("label", MARKS)
def test_reports_each_mark_that_is_missing(label: str):
    """
    One finding for each, by its name.
    """
    rest = {name: html for name, html in MARKS.items() if name != label}

    assert labels(findings(missing_footer_mark, a_site(footed(rest)))) == [label]


@pytest.mark.parametrize(
    ("label", "html"),
    [
        ("conac", '<script src="https://dcs.conac.cn/js/1.js"></script>'),
        ("conac", '<span id="_ideConac"></span>'),
        (
            "conac",
            """<script>document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E"))</script>""",
        ),
        ("conac", """<script>document.write("<p class='a' id=\\"imgConac\\"></p>")</script>"""),
        ("error_report", '<script src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>'),
        ("site_id_code", "<p>政府网站标识码 9999000001</p>"),
        ("host_body", "<p>示例市人民政府办公室主办</p>"),
        ("contact", '<a href="/about.html">联系我们</a>'),
        ("icp", '<a href="http://www.miitbeian.gov.cn/">示ICP备99990001号</a>'),
        ("police", '<a href="http://www.beian.gov.cn/portal/">示公网安备99990002000001</a>'),
        ("site_map", '<a href="/map.html">站点地图</a>'),
    ],
)
def test_knows_the_forms_that_marks_have_on_real_sites(label: str, html: str):
    """
    Scripts that draw a mark, older addresses, other words.
    """
    snapshot = a_site(footed(with_mark(label, html)))

    assert result(missing_footer_mark, snapshot).findings == ()


@pytest.mark.parametrize(
    ("label", "html"),
    [
        ("site_id_code", "<p>网站标识码：99990000</p>"),
        ("site_id_code", "<p>网站标识码：9999000002</p>"),
        ("police", '<a href="https://beian.mps.gov.cn/">示公网安备9999号</a>'),
        ("icp", '<a href="https://beian.miit.gov.cn/">ICP备案</a>'),
        ("site_map", "<p>网站地图</p>"),
    ],
)
def test_reports_a_mark_that_is_there_but_wrong(label: str, html: str):
    """
    A code of eight digits or another than in the tag, a police number that is too short, no number,
    words that lead nowhere.
    """
    assert labels(findings(missing_footer_mark, a_site(footed(with_mark(label, html))))) == [label]


@pytest.mark.parametrize(
    ("label", "html"),
    [("icp", "<p>示ICP备99990001号</p>"), ("police", "<p>示公网安备99990002000001号</p>")],
)
def test_puts_a_record_number_without_its_link_to_a_person(label: str, html: str):
    """
    The mark is there; that it must be a link is said elsewhere.
    """
    snapshot = a_site(footed(with_mark(label, html)))

    assert findings(missing_footer_mark, snapshot) == []
    assert labels(reviews(missing_footer_mark, snapshot)) == [label]


def test_reports_a_site_map_that_does_not_open():
    """
    A link to nothing is no site map.
    """
    snapshot = a_site(footed(MARKS), unread("/sitemap.html"))

    assert labels(findings(missing_footer_mark, snapshot)) == ["site_map"]


def test_is_undecided_about_a_footer_that_a_script_may_load():
    """
    No footer in the source and scripts on the page: nobody knows.
    """
    scripted = page("/", document('<main>文</main><script src="/foot.js"></script>', SITE_META))

    assert [one.reason for one in undecided(missing_footer_mark, a_site(scripted))] == [
        "insufficient_data"
    ]


def test_reports_all_eight_where_there_is_no_footer_and_no_script():
    """
    Nothing can add it.
    """
    bare = page("/", document("<main>文</main>", SITE_META))

    assert labels(findings(missing_footer_mark, a_site(bare))) == list(MARKS)


def test_finds_a_footer_that_is_recognised_in_part():
    """
    On a site nobody here built the marks may stand below what looks like the footer.
    """
    rest = "".join(html for label, html in MARKS.items() if label != "site_map")
    body = f"<main>文</main><footer>{MARKS['site_map']}</footer><div>{rest}</div>"

    snapshot = a_site(page("/", document(body, SITE_META)))

    assert result(missing_footer_mark, snapshot).findings == ()


@pytest.mark.parametrize("label", ["conac", "error_report"])
def test_puts_a_mark_that_a_script_may_draw_to_a_person(label: str):
    """
    Both are handed out as scripts.
    """
    marks = with_mark(label, '<script src="/foot.js"></script>')

    snapshot = a_site(footed(marks))

    assert findings(missing_footer_mark, snapshot) == []
    assert labels(reviews(missing_footer_mark, snapshot)) == [label]


def test_a_headline_that_holds_the_words_is_no_mark():
    """
    A link to an article about telephone numbers does not say how to reach the site.
    """
    headline = '<a href="/1.html">示例市教育局各科室办公地址和联系方式一览</a>'

    found = findings(
        missing_footer_mark, a_site(footed(with_mark("contact", ""), headline), columns=[])
    )

    assert labels(found) == ["contact"]

"""
Columns by 主题分类: of their own documents, and of those of a gazette's issues.
"""

from __future__ import annotations

from bs4 import BeautifulSoup

from sites.addresses import subject_path
from tests.helpers import article, column, drop, gazette_issue, policy_document, site

GENERAL, CITY = "综合政务", "城乡建设、环境保护"
PLACE = [
    site(),
    column(10, "zcwj", title="政策文件"),
    column(20, "zfgb", title="政府公报"),
    column(30, "xw", title="新闻"),
]
DOCUMENTS = [
    *policy_document(11, title="公开办法", subject=f"{GENERAL}\\政务公开", day="2026-03-01"),
    *policy_document(12, title="供水办法", subject=f"{CITY}\\城乡建设", day="2026-03-02"),
    *policy_document(13, title="值班规定", subject=GENERAL, day="2026-03-03"),
    *policy_document(14, title="其他规定", day="2026-03-04"),
    *article(31, column=30),
]


def page(output, path):
    return BeautifulSoup((output / "portal" / path).read_bytes(), "html.parser").main


def of(subject, folder="/zcwj/"):
    return f"{subject_path(folder, subject)}index.html"[1:]


def titles(main):
    return [link.get_text() for link in main.select(".item-title")]


def choices(main):
    return [(a.get_text(), a["href"], a.get("aria-current")) for a in main.select(".subjects a")]


def test_a_column_of_documents_is_read_by_subject(built):
    """
    By the first level of the classification; each subject has its list, newest first, and the way back to all.
    """
    output = built(*PLACE, *DOCUMENTS)
    whole, general = page(output, "zcwj/index.html"), page(output, of(GENERAL))
    city = subject_path("/zcwj/", CITY)

    assert choices(whole) == [
        ("全部", "/zcwj/", "true"),
        (CITY, city, None),
        (GENERAL, subject_path("/zcwj/", GENERAL), None),
    ]
    assert titles(whole)[0] == "其他规定"
    assert titles(general) == ["值班规定", "公开办法"]
    assert [current for _, _, current in choices(general)] == [None, None, "true"]
    assert titles(page(output, of(CITY))) == ["供水办法"]
    assert choices(page(output, "xw/index.html")) == []


def test_a_gazette_is_read_by_the_subjects_of_its_documents(built):
    """
    Each document once, however many issues have it, where it has its own address.
    """
    output = built(
        *PLACE,
        *DOCUMENTS,
        *gazette_issue(
            21, column=20, entries=[{"heading": "", "document": n} for n in (11, 12, 99)]
        ),
        *gazette_issue(22, column=20, entries=[{"heading": "", "document": 11}], number=2),
    )
    general = page(output, of(GENERAL, "/zfgb/"))

    assert [name for name, _, _ in choices(page(output, "zfgb/index.html"))] == [
        "全部",
        CITY,
        GENERAL,
    ]
    assert [a["href"] for a in general.select(".item-title")] == ["/zcwj/2026-03/11.html"]


def test_long_lists_of_a_subject_have_pages_that_stay_put(built):
    """
    Within their year, as those of the column.
    """
    many = [
        each
        for number in range(100, 145)
        for each in policy_document(number, subject=GENERAL, day="2025-06-01")
    ]
    output = built(*PLACE, *DOCUMENTS, *many)
    older = page(output, f"{subject_path('/zcwj/', GENERAL)[1:]}page/2025/1.html")

    assert len(titles(older)) == 20
    assert older.select_one(".pager a[rel=prev]")["href"].startswith(
        subject_path("/zcwj/", GENERAL)
    )


def test_where_one_subject_is_left_there_is_nothing_to_choose(built):
    """
    Its address answers as every withdrawn one, until there are two again.
    """
    output = built(*PLACE, *DOCUMENTS, cursor="1")
    gone = output / "portal/.well-known/zhanqun/gone" / of(CITY)
    built(drop("policy_document", 12), drop("placement", 12), since="1", cursor="2")
    after = choices(page(output, "zcwj/index.html")), gone.exists()
    built(*DOCUMENTS[2:4], since="2", cursor="3")

    assert after == ([], True)
    assert titles(page(output, of(CITY))) == ["供水办法"]
    assert not gone.exists()

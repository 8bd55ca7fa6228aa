"""
政府公报: an issue with its table of contents.
"""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.helpers import column, drop, gathered, gazette_issue, media, policy_document, site, topic

FILE = media(50, b"issue", "公报.pdf")
ISSUE = [
    site(),
    column(10, "zfgb", title="政府公报"),
    column(20, "zcwj", title="政策文件"),
    FILE,
    *policy_document(21, column=20, title="示例办法", document_number="示政规〔2026〕1号"),
    *policy_document(22, column=20, title="示例通知", validity="repealed"),
    *gazette_issue(
        11,
        title="示例市人民政府公报2026年第3期",
        number=3,
        total_number=285,
        attachments=[{"media": 50, "title": "全文"}],
        entries=[
            {"heading": "规章", "document": 21},
            {"heading": "", "document": 99},
            {"heading": "", "document": 22},
        ],
    ),
]


def issue(output):
    return BeautifulSoup((output / "portal/zfgb/2026-03/11.html").read_bytes(), "html.parser").main


def test_an_issue_has_its_number_its_contents_and_the_whole_as_a_file(built):
    """
    Documents as in every list, with 文号 and whether they still hold; one that is not public is left out.
    """
    main = issue(built(*ISSUE, media=(b"issue",)))
    lines = [line.get_text(" ", strip=True) for line in main.select(".item-text")]

    assert [each.get_text() for each in main.select(".metadata dd")] == [
        "2026年第3期",
        "总第285期",
    ]
    assert "2026-03-01 09:30" in main.select_one(".article-facts").get_text()
    assert [each.get_text() for each in main.select(".block h2")] == ["规章"]
    assert lines == ["示例办法 示政规〔2026〕1号", "示例通知 已废止"]
    assert main.select_one(".attachments a")["href"].startswith("/media/50/")


def gathered_in(output, number):
    page = output / f"portal/zcwj/2026-03/{number}.html"
    lines = BeautifulSoup(page.read_bytes(), "html.parser").select(
        "[aria-labelledby=gathered-in] li"
    )
    return [line.get_text(" ", strip=True) for line in lines]


def test_a_document_names_the_issues_and_topics_that_hold_it(built):
    """
    Newest first; when one drops it or is withdrawn, nothing is left of it.
    """
    named = [gathered("policy_document", 21)]
    topics = topic(12, day="2026-03-05", title="专题", entries=named, is_archived=True)
    output = built(*ISSUE, *topics, media=(b"issue",), cursor="1")
    both = gathered_in(output, 21)
    built(topic(12, day="2026-03-05", title="专题")[0], since="1", cursor="2")
    without_topic = gathered_in(output, 21)
    built(drop("gazette_issue", 11), drop("placement", 11), since="2", cursor="3")

    assert both == ["专题 已归档 2026-03-05", "示例市人民政府公报2026年第3期 2026-03-01"]
    assert without_topic == ["示例市人民政府公报2026年第3期 2026-03-01"]
    assert gathered_in(output, 21) == gathered_in(output, 22) == []


def test_a_withdrawn_document_leaves_the_contents(built):
    """
    And the heading goes with the last one under it.
    """
    output = built(*ISSUE, media=(b"issue",), cursor="1")
    gone = [drop(kind, number) for number in (21, 22) for kind in ("policy_document", "placement")]
    built(*gone, since="1", cursor="2")

    assert issue(output).select(".block") == []

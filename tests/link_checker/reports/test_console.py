"""
The report in a terminal or a pipe.
"""

from __future__ import annotations

import io

from rich.console import Console

from link_checker.reports import console
from link_checker.snapshot import Snapshot
from tests.link_checker.helpers import a_site, article, column, list_page, unread
from tests.link_checker.reports.helpers import a_report


def written(snapshot: Snapshot) -> list[str]:
    """The lines of the report in a pipe of 40 columns."""
    out = io.StringIO()
    console.write(a_report(snapshot), Console(file=out, width=40))
    return out.getvalue().splitlines()


def test_a_finding_is_told_with_rule_page_and_target():
    """
    Nothing is broken into lines where the output is no terminal.
    """
    lines = written(a_site(article(text='<a href="/gone.html">旧通知</a>'), unread("/gone.html")))

    assert any("错链断链（broken_link）：1 处" in line for line in lines)
    assert any("gg/2026-02/1.html" in line and "→ https://" in line for line in lines)


def test_at_most_twenty_findings_of_a_rule_are_listed():
    """
    The number of the rest is told, and how to see them.
    """
    pages = [
        article(f"/zwgk/gg/2026-02/{number}.html", text=f'<a href="/gone-{number}.html">旧</a>')
        for number in range(25)
    ]
    gone = [unread(f"/gone-{number}.html") for number in range(25)]
    lines = written(a_site(*pages, *gone))

    assert sum("→ https://" in line and "/gone-" in line for line in lines) == 20
    assert "  另有 5 处没有列出，请用 --report 写出完整的报告。" in lines


def test_the_summary_names_verdict_and_vetoes():
    """
    Five blank columns veto: no score.
    """
    pages = [list_page(f"/c{number}/") for number in range(5)]
    columns = [column(f"/c{number}/", item_count=0, last_item_at="") for number in range(5)]
    lines = written(a_site(*pages, columns=columns))

    assert "示例市人民政府（www.example.gov.cn）：不合格，不计分" in lines
    assert "  单项否决：VETO-4c 空白栏目，发现 5 处。" in lines


def test_the_summary_tells_what_was_not_decided_and_why():
    """
    An address without an answer is no finding.
    """
    slow = unread("/slow.html", "unreachable", status=0, reason="timeout")
    lines = written(a_site(article(text='<a href="/slow.html">公告</a>'), slow))

    assert "  无法判断（没有答复）：错链断链 1 处。" in lines

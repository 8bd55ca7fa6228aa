"""
Which dates of a page are its own.
"""

from __future__ import annotations

from tests.link_checker.helpers import article, document, page


def test_a_sentence_with_a_date_is_no_date_of_the_page():
    """
    Of a speech the day it was given is not the day it was published.
    """
    speech = article(date="——2024年3月5日在第十四届全国人民代表大会第二次会议上")

    assert speech.shown_dates == ()


def test_dates_are_found_below_a_table_that_names_the_title():
    """
    The table of metadata above a document does not hide the line under its headline.
    """
    rows = "".join(f"<tr><td>第 {number} 项</td><td>内容</td></tr>" for number in range(8))
    table = f"<table><tr><td>标题</td><td>关于供水的公告</td></tr>{rows}</table>"
    head = "<h1>关于供水的公告</h1><p>发布时间：2026-02-20 09:30</p>"

    assert page("/a.html", document(table + head)).shown_dates == ("2026-02-20 09:30",)


def test_a_paragraph_that_speaks_of_a_time_shows_no_date():
    """
    The word must stand right before the date to make it the date of the page.
    """
    text = f"征求意见时间为12月23日至2023年1月30日，{'请各有关单位提出意见' * 12}。"

    notice = page("/a.html", document(f"<h1>示例公告</h1><p>{text}</p>"))

    assert notice.shown_dates == ()


def test_a_date_in_the_headline_itself_is_shown():
    """
    Some templates print the date within the element of the headline, behind the title.
    """
    head = "<h2>关于供水的公告 <small>( 2026-02-20 )</small></h2><p>正文</p>"

    notice = page("/a.html", document(head, {"ArticleTitle": "关于供水的公告"}))

    assert notice.shown_dates == ("2026-02-20",)


def test_a_time_in_words_is_shown_whole():
    """
    The excerpt of a finding is what the page prints.
    """
    assert article(date="2026年02月20日 9时30分 来源：示例市水务局").shown_dates == (
        "2026年02月20日 9时30分",
    )


def test_the_day_under_the_text_is_no_date_of_its_head():
    """
    A short notice is signed with the day it was made, a few lines below its headline.
    """
    text = "<p>各区县主管部门：</p><p>请于本月底前报送。</p><p>示例市水务局</p><p>2026年2月20日</p>"

    signed = page("/a.html", document(f"<h1>示例公告</h1><p>来源：示例市水务局</p>{text}"))

    assert signed.shown_dates == ()


def test_a_headline_that_only_the_title_repeats_is_known_by_it():
    """
    Older templates have neither heading nor tag; the names of columns are shorter than a headline.
    """
    body = "<div>{}</div><p>发布日期：<span>2012-06-24</span></p>"
    titled = "<title>示例市自来水管网检修公告_示例市水务局</title>"

    notice = page("/a.html", titled + body.format("示例市自来水管网检修公告"))
    listed = page("/b.html", "<title>通知公告_示例市水务局</title>" + body.format("通知公告"))

    assert (notice.kind, notice.shown_dates) == ("content", ("2012-06-24",))
    assert listed.shown_dates == ()

"""
How findings are held against the answer list.
"""

from __future__ import annotations

from builder.defects import Answer, Found, compare
from builder.defects.answers import AnswerList

HOSTS = {"water.localhost": "water", "slj.example.gov.cn": "water"}
PAGE = "http://water.localhost:8080/tzgg/1.html"


def answers(*each: Answer) -> AnswerList:
    return AnswerList(as_of="2026-03-01T00:00+08:00", hosts=HOSTS, answers=each)


def answer(rule="broken_link", url=PAGE, **rest) -> Answer:
    return Answer(rule=rule, site="water", url=url, **rest)


def test_a_fault_that_was_found_is_right():
    """
    The same rule, page and target.
    """
    result = compare(answers(answer()), [Found(rule="broken_link", url=PAGE)])

    assert (result.right, result.missed, result.false) == (1, (), ())
    assert (result.precision, result.recall) == (1.0, 1.0)


def test_what_is_missed_lowers_recall_and_a_false_alarm_precision():
    """
    Each is named in a line.
    """
    expected = answers(answer(), answer(rule="missing_language"))
    found = [Found(rule="broken_link", url=PAGE), Found(rule="missing_date", url=PAGE)]

    result = compare(expected, found)

    assert result.missed == ("missing_language water/tzgg/1.html",)
    assert result.false == ("missing_date water/tzgg/1.html",)
    assert (result.precision, result.recall) == (0.5, 0.5)


def test_the_same_finding_twice_is_a_false_alarm():
    """
    A finding counts once.
    """
    result = compare(answers(answer()), [Found(rule="broken_link", url=PAGE)] * 2)

    assert result.false == ("broken_link water/tzgg/1.html",)


def test_a_site_is_the_same_under_each_of_its_names():
    """
    At any port, with characters encoded or not, a folder with or without its index.html.
    """
    expected = answers(answer(url="http://water.localhost:8080/", target="/附件.pdf"))
    url = "https://slj.example.gov.cn/index.html"
    found = [Found(rule="broken_link", url=url, target="/%E9%99%84%E4%BB%B6.pdf")]

    assert compare(expected, found).right == 1


def test_sorts_are_compared_where_the_answers_name_them():
    """
    Another tag than the one that was taken away is no answer.
    """
    expected = answers(answer(rule="missing_meta_tag", label="PubDate"))

    wrong = compare(expected, [Found(rule="missing_meta_tag", url=PAGE, label="Author")])
    unsorted = compare(answers(answer()), [Found(rule="broken_link", url=PAGE, label="inner")])

    assert (wrong.right, unsorted.right) == (0, 1)

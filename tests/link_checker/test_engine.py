"""
引擎: rules run over a snapshot: five outcomes, one pass, and no crash that ends it.

Looks at    pages made for a test; this docstring serves the rules below
Reports     what the test wants
Undecided   when the test wants it
Remedy      不必处理
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from link_checker.engine import judge
from link_checker.facts import PageFacts, SiteFacts
from link_checker.indicators import load_indicators
from link_checker.outcomes import Finding, Undecided
from link_checker.registry import AnyRule, all_rules, page_rule, read_text, site_rule
from link_checker.snapshot import Snapshot
from tests.link_checker.helpers import HOST, a_site, article, document, list_page, page, unread


@page_rule(kinds=("content",))
def named_bad(page: PageFacts, snapshot: Snapshot) -> Iterator[Finding | Undecided]:
    if "bad" in page.url:
        yield Finding(url=page.url, message="不好。")
    if "odd" in page.url:
        yield Finding(url=page.url, message="奇怪。", needs_review=True)
    if "dim" in page.url:
        yield Undecided(url=page.url, reason="insufficient_data")


@page_rule()
def stumbling(page: PageFacts, snapshot: Snapshot) -> Iterator[Finding | Undecided]:
    yield Finding(url=page.url, message="找到了。")
    raise RuntimeError("stumbled over " + page.url)


@site_rule(needs=("columns",))
def counting(site: SiteFacts, snapshot: Snapshot) -> Iterator[Finding | Undecided]:
    yield from ()


def outcome(rule: AnyRule, snapshot: Snapshot) -> str:
    return judge(snapshot, [rule])[0].outcome


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["/2026-02/1.html"], "passed"),
        (["/2026-02/bad.html"], "failed"),
        (["/2026-02/odd.html"], "needs_review"),
        (["/2026-02/dim.html"], "undecided"),
        ([], "not_applicable"),
        (["/2026-02/bad.html", "/2026-02/odd.html", "/2026-02/dim.html"], "failed"),
        (["/2026-02/odd.html", "/2026-02/dim.html"], "needs_review"),
    ],
)
def test_has_five_outcomes(paths: list[str], expected: str):
    """
    A certain finding fails, a doubtful one asks a person, a doubt alone decides nothing, and where
    there is nothing to look at the rule does not apply.
    """
    assert outcome(named_bad, a_site(*map(article, paths))) == expected


def test_a_crashing_rule_is_undecided_and_the_run_goes_on():
    """
    Its traceback is kept, every page is asked, and the other rules answer.
    """
    snapshot = a_site(article("/2026-02/bad.html"), article("/2026-02/2.html"))

    crashed, other = judge(snapshot, [stumbling, named_bad])

    assert (crashed.outcome, crashed.checked) == ("undecided", 3)
    assert [doubt.reason for doubt in crashed.undecided] == ["crashed"] * 3
    assert "RuntimeError: stumbled over" in crashed.traceback
    assert other.outcome == "failed"


def test_answers_on_behalf_of_a_rule_that_lacks_what_it_needs():
    """
    Never passed: `needs_data`, with a sentence.
    """
    (answer,) = judge(a_site(), [counting])

    assert (answer.outcome, answer.checked) == ("undecided", 0)
    assert [doubt.reason for doubt in answer.undecided] == ["needs_data"]


def test_counts_what_a_rule_looked_at():
    """
    Pages of its kinds, or columns.
    """
    snapshot = a_site(article(), article("/2026-02/2.html"), list_page("/gg/"))

    assert [answer.checked for answer in judge(snapshot, [named_bad, counting])] == [2, 1]


def test_judges_each_site_by_itself():
    """
    Sites in order, rules in order.
    """
    snapshot = a_site(
        article("/2026-02/bad.html"),
        page("/", document("<h1>水务局</h1>"), host="slj.example.gov.cn"),
    )

    answers = judge(snapshot, [named_bad, counting])

    assert [(answer.site, answer.rule) for answer in answers] == [
        ("slj.example.gov.cn", "named_bad"),
        ("slj.example.gov.cn", "counting"),
        (HOST, "named_bad"),
        (HOST, "counting"),
    ]


def test_is_undecided_about_a_site_of_which_nothing_was_read():
    """
    A site that does not answer has passed nothing.
    """
    snapshot = a_site(unread("/", "unreachable", status=0))

    assert {answer.outcome for answer in judge(snapshot)} == {"undecided"}
    assert {doubt.reason for answer in judge(snapshot) for doubt in answer.undecided} == {
        "unreachable"
    }


@pytest.mark.parametrize(("stopped", "expected"), [("pages", "undecided"), ("external", "passed")])
def test_nothing_passes_on_a_site_that_was_not_read_to_its_end(stopped: str, expected: str):
    """
    Pages left unread may hold what was not found; addresses of others left unasked are doubts of their own.
    """
    snapshot = a_site(article())
    snapshot.notes["stopped"] = stopped

    (answer,) = judge(snapshot, [named_bad])

    assert (answer.outcome, answer.is_complete) == (expected, stopped == "external")


def test_says_how_far_it_is():
    """
    After every hundred pages and at the end.
    """
    told: list[int] = []
    pages = [article(f"/2026-02/{at}.html") for at in range(249)]

    judge(a_site(*pages), [named_bad], progress=lambda site, count: told.append(count))

    assert told == [100, 200, 250]


def test_finds_every_rule_by_walking():
    """
    A rule's name is its file's, its family the folder's.
    """
    assert all(name == rule.name for name, rule in all_rules().items())
    assert {rule.family for rule in all_rules().values()} >= {"links", "columns", "meta"}


def test_reads_what_a_rule_says_of_itself():
    """
    Four fields after the first line; lines are joined.
    """
    text = read_text(
        "空白栏目: lists nothing.\n\nLooks at  a\n          b\nReports   c\nUndecided d\nRemedy    发布\n          内容",
        "x",
    )

    assert (text.title, text.summary) == ("空白栏目", "lists nothing.")
    assert (text.looks_at, text.reports, text.undecided, text.remedy) == (
        "a b",
        "c",
        "d",
        "发布内容",
    )


def test_reads_the_examples_of_a_rule_as_they_are_written():
    """
    As many as there are; a long one goes on in the next line.
    """
    text = read_text(
        "空白栏目: x\n\nLooks at  a\nReports   b\nUndecided c\nRemedy    发布\n"
        "Wrong     <p>一  二\n          三</p>\nWrong     <hr>\nRight     <b>对</b>",
        "x",
    )

    assert text.remedy == "发布"
    assert text.wrong == ("<p>一  二\n三</p>", "<hr>")
    assert text.right == ("<b>对</b>",)


@pytest.mark.parametrize("docstring", ["", "空白栏目", "空白栏目: x\n\nLooks at  a\nReports  b"])
def test_refuses_a_rule_that_does_not_explain_itself(docstring: str):
    """
    Naming it.
    """
    with pytest.raises(ValueError, match="rule nameless: the docstring needs"):
        read_text(docstring, "nameless")


PIECES = st.sampled_from(
    ["<h1>", "<h4>", "<a href='#x'>", "<a href='//[::1'>", "<img>", "<meta name=PubDate content=''>",
     "<form role=search>", "<footer>", "<header>", "主办", "110105194912310020", "2026-02-30", "\x00",
     "\ud83d\ude00", "</", "<ul><li>", "ICP备", "{{", "<base href='mailto:x'>", "<html lang=''>"]
)  # fmt: skip


@given(
    st.lists(PIECES | st.text(max_size=20), max_size=30),
    st.sampled_from(["/", "/2026-02/1.html", "/gg/"]),
)
def test_no_rule_stumbles_over_what_pages_may_hold(pieces: list[str], path: str):
    """
    Whatever stands on a page, every rule answers.
    """
    html = "".join(pieces).encode("utf-8", "replace").decode()

    answers = judge(a_site(page(path, html)), parameters=load_indicators().parameters)

    assert [answer.traceback for answer in answers if answer.traceback] == []

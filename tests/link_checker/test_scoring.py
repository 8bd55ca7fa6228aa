"""
Outcomes and indicators make a verdict.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from link_checker.indicators import IndicatorSet, load_indicators
from link_checker.outcomes import Finding, Outcome, RuleResult, Undecided
from link_checker.scoring import Verdict, score
from tests.link_checker.helpers import HOST, a_site

DATA = Path(__file__).parent / "data"
CASES = tomllib.loads((DATA / "scoring_cases.toml").read_text("utf-8"))["case"]
BONUS = {"BONUS-10": "missing_text_alternative", "BONUS-25": "broken_heading_order"}


INVENTED = load_indicators(str(DATA / "invented.toml"))


@pytest.fixture
def invented() -> IndicatorSet:
    return INVENTED


def results(case: dict, indicators: IndicatorSet) -> list[RuleResult]:
    """The outcome table of a case as the engine would hand it over."""
    found: dict[str, list[Finding]] = {rule: [] for rule in sorted(indicators.rules)}
    doubts: dict[str, list[Undecided]] = {rule: [] for rule in found}
    states = {}
    for line, rule in BONUS.items():
        if line not in case.get("earns", ()):
            found[rule].append(Finding(url="/1", message="没有做到。"))
    for key, value in case.get("found", {}).items():
        rule, _, label = key.rstrip("?~!").removesuffix("@1").partition(":")
        if key.endswith("!"):
            states[rule] = value
            continue
        for at in range(value):
            url, target = f"/{at}", "/gone" if key.endswith("@1") else f"/{label}/gone/{at}"
            if key.endswith("~"):
                doubts[rule].append(Undecided(url=url, reason="unreachable", label=label))
            else:
                finding = Finding(
                    url=url, message="有问题。", target=target, label=label,
                    needs_review=key.endswith("?"),
                )  # fmt: skip
                found[rule].append(finding)
    return [
        a_result(rule, found[rule], doubts[rule], states.get(rule, ""))
        for rule in found
        if states.get(rule) != "not_run"
    ]


def a_result(
    rule: str, found: list[Finding], doubts: list[Undecided], state: str = ""
) -> RuleResult:
    outcome: Outcome = "passed"
    if any(not finding.needs_review for finding in found):
        outcome = "failed"
    elif found:
        outcome = "needs_review"
    elif doubts:
        outcome = "undecided"
    if state in ("needs_data", "unfinished"):
        doubts = [*doubts, Undecided(url="/", reason="needs_data")]
    return RuleResult(
        rule=rule,
        site=HOST,
        outcome="not_applicable" if state == "not_applicable" else outcome,
        findings=tuple(found),
        undecided=tuple(doubts),
        checked=0 if state in ("needs_data", "not_applicable") else 100,
        is_complete=state != "unfinished",
        traceback="Traceback …" if state == "crashed" else "",
    )


def judged(case: dict, indicators: IndicatorSet) -> Verdict:
    inventory = a_site(
        columns=[],
        has_services=case.get("services"),
        has_interaction=case.get("interaction"),
    )
    return score(results(case, indicators), indicators, inventory.site(HOST))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_reproduces_what_was_reckoned_by_hand(case: dict, invented: IndicatorSet):
    """
    Each invented table of outcomes has the score and verdict that its `sum` shows.
    """
    verdict = judged(case, invented)

    lines = {line.indicator.id: line for line in verdict.lines}
    assert verdict.verdict == case["verdict"]
    assert list(verdict.vetoes) == case.get("vetoes", [])
    assert (verdict.score, verdict.final) == (case.get("score"), case.get("final"))
    assert verdict.is_provisional is case.get("is_provisional", False)
    assert {id: lines[id].outcome for id in case.get("outcomes", ())} == case.get("outcomes", {})
    assert {id: lines[id].deducted for id in case.get("deducted", ())} == case.get("deducted", {})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_steps_add_up_to_the_final_score(case: dict, invented: IndicatorSet):
    """
    The report shows how a score came about: each step starts where the one before it ended.
    """
    verdict = judged(case, invented)

    totals = [step.total for step in verdict.steps]
    changes = [step.change for step in verdict.steps]
    assert totals[-1] == (verdict.final or 0)
    assert all(
        before + change == pytest.approx(after, abs=0.011)
        for before, change, after in zip([0, *totals], changes, totals, strict=False)
    )


def test_shows_the_arithmetic_step_by_step(invented: IndicatorSet):
    """
    A sentence, what it changes, and where that leads.
    """
    case = {
        "found": {"stale_column:policy": 1, "broken_link:inner": 3},
        "services": False,
        "earns": ["BONUS-10"],
    }

    verdict = judged(case, invented)

    assert [(step.text, step.change, step.total) for step in verdict.steps] == [
        ("扣分指标满分", 100.0, 100.0),
        ("网站没有办事服务，不计这一组的分值", -25.0, 75.0),
        ("POLICY 文件不更新，扣 5 分：发现 1 处", -5.0, 70.0),
        ("LINK-INNER 其他错链，每个 0.1 分：发现 3 处", -0.3, 69.7),
        ("其余各组按 4/3 折算", 23.23, 92.93),
        ("BONUS-10 加 10 分：加分", 10.0, 102.93),
    ]


@pytest.mark.parametrize(
    ("found", "line", "note"),
    [
        ({"malformed_date": 1}, "DATE", "数值未核实：分值没有得到确认，不扣分。"),
        (
            {"missing_date": 1},
            "VETO-UNKNOWN",
            "数值未核实：判定此项所需的数量没有得到确认，未判断。",
        ),
        ({"stale_column:policy": 1}, "STALE", "这些问题已在其他指标中扣分，不重复扣分。"),
        ({}, "SEARCH", "只判断了有没有搜索，没有发现问题；其余内容未判断。"),
        ({"broken_link!": "not_run"}, "LINK-HOME", "本次检查没有运行此项的规则，未判断。"),
    ],
)
def test_says_why_a_line_takes_nothing(found, line, note, invented: IndicatorSet):
    """
    A whole sentence beside the line.
    """
    verdict = judged({"found": found}, invented)

    assert {each.indicator.id: each.note for each in verdict.lines}[line] == note


def test_what_no_line_names_is_advice():
    """
    A leaked telephone is worth knowing and costs nothing.
    """
    indicators = load_indicators()
    (site,) = a_site(columns=[]).sites
    leaked = a_result("leaked_phone_number", [Finding(url="/", message="有号码。")], [])

    verdict = score([leaked], indicators, site)

    assert verdict.advisory == ("leaked_phone_number",)
    assert verdict.score == 100


def test_passes_over_the_results_of_other_sites(invented: IndicatorSet):
    """
    A cluster is judged at once, each site by its own results.
    """
    blank = a_result(
        "empty_column", [Finding(url=f"/{at}", message="空白。") for at in range(9)], []
    )
    (site,) = a_site(columns=[]).sites

    verdict = score(
        [RuleResult(rule=blank.rule, site="x.gov.cn", outcome="failed", findings=blank.findings)],
        invented,
        site,
    )

    assert (verdict.verdict, verdict.score) == ("qualified", 100)


def test_lists_every_line_of_the_printed_table_with_what_came_of_it():
    """
    What no rule judges yet is said to be not judged.
    """
    indicators = load_indicators()
    (site,) = a_site(columns=[]).sites

    verdict = score([], indicators, site)

    assert [line.indicator for line in verdict.lines] == list(indicators.indicators)
    assert all(line.outcome in ("undecided", "not_applicable") for line in verdict.lines)
    unjudged = {line.indicator.id: line.note for line in verdict.lines if not line.indicator.rules}
    assert unjudged["VETO-1.2"] == "此项还没有规则，未判断。"
    assert unjudged["VETO-M1"] == "此项检查政务新媒体，不适用于网站。"


COUNTS = st.dictionaries(
    st.sampled_from(
        [
            "empty_column",
            "stale_column:news",
            "stale_column:policy",
            "stale_column:promised",
            "broken_link:home",
            "broken_link:inner",
            "missing_meta_tag",
            "missing_footer_mark:icp",
        ]
    ),
    st.integers(1, 60),
)


@given(COUNTS, COUNTS)
def test_more_faults_never_raise_a_score(found: dict[str, int], more: dict[str, int]):
    """
    Whatever else is found, a site is worth no more for it, and never less than nothing.
    """
    worse = {key: found.get(key, 0) + more.get(key, 0) for key in {**found, **more}}

    before = judged({"found": found}, INVENTED).final or 0
    after = judged({"found": worse}, INVENTED).final or 0

    assert 0 <= after <= before <= 100


@given(COUNTS, COUNTS, st.sampled_from("?~"))
def test_what_is_not_certain_takes_nothing(
    found: dict[str, int], doubtful: dict[str, int], kind: str
):
    """
    Findings for a person and places nobody could judge leave the score as it is.
    """
    table = found | {f"{key}{kind}": count for key, count in doubtful.items()}

    assert judged({"found": table}, INVENTED).final == judged({"found": found}, INVENTED).final

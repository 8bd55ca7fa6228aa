"""
What was built is inspected as a citizen would meet it: the clean city has no finding, and of the
reference documents nothing is found but what their sources lack.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest

from link_checker import Finding, Inspection, inspect
from link_checker.commands import run
from tests.journeys.conftest import Cluster
from tests.link_checker.helpers import moment

reference = pytest.mark.xdist_group("reference")

READ = {1216: (438, 148, 2), 478: (133, 83, 1)}
"""Documents, all or a sample: tags missing, dates missing, headings out of order, each read by a person."""


def inspected(cluster: Cluster, as_of: str) -> Inspection:
    folders = sorted(path for path in cluster.output.iterdir() if path.is_dir())
    return inspect(folders, as_of=moment(as_of))


def findings_of(inspection: Inspection, rule: str) -> list[Finding]:
    return [
        finding
        for result in inspection.results
        if result.rule == rule
        for finding in result.findings
    ]


@pytest.mark.xdist_group("city")
def test_the_clean_city_has_no_finding(city, tmp_path, capsys):
    """
    No veto, nothing found, nothing for a person; external addresses stand as undecided, and the
    status is 0.
    """
    folders = sorted(str(path) for path in city.output.iterdir() if path.is_dir())

    status = run(["inspect", *folders, "--as-of", "2026-03-02", "--report", str(tmp_path)])

    report = json.loads((tmp_path / "report.json").read_bytes())
    results = [result for site in report["sites"] for result in site["results"]]
    assert status == 0, capsys.readouterr().out
    assert [finding for result in results for finding in result["findings"]] == []
    assert {each["reason"] for result in results for each in result["undecided"]} == {
        "unreachable", "insufficient_data",
    }  # fmt: skip
    assert {site["verdict"]["final"] for site in report["sites"]} == {100.0}


@pytest.fixture(scope="module")
def inspection(reference_cluster: Cluster) -> Inspection:
    return inspected(reference_cluster, "2026-03-01 00:00")


@pytest.fixture(scope="module")
def documents(reference_cluster: Cluster) -> list[dict[str, str]]:
    """The documents of the feed."""
    lines = map(json.loads, reference_cluster.feed.read_text("utf-8").splitlines())
    return [line["data"] for line in lines if line.get("kind") == "policy_document"]


@reference
def test_no_link_inside_is_broken(inspection):
    """
    External addresses were not asked, and stand as unreachable.
    """
    (reasons,) = {
        frozenset(doubt.reason for doubt in result.undecided)
        for result in inspection.results
        if result.rule == "broken_link"
    }

    assert findings_of(inspection, "broken_link") == []
    assert findings_of(inspection, "missing_fragment") == []
    assert "unreachable" in reasons


@reference
def test_no_page_lacks_a_footer_mark_the_name_or_the_search(inspection):
    """
    The frame of every page is whole.
    """
    frame = ("missing_footer_mark", "site_name_not_shown", "missing_search", "missing_language")

    assert [finding for rule in frame for finding in findings_of(inspection, rule)] == []


@reference
def test_only_what_the_source_lacks_is_missing_from_the_tags(inspection, documents):
    """
    PubDate on the undated documents, ContentSource where the source names no body; not one more.
    """
    undated = sum(not each.get("published_at") for each in documents)
    nameless = sum(
        not (each.get("content_source") or each.get("issuing_body")) for each in documents
    )

    labels = Counter(finding.label for finding in findings_of(inspection, "missing_meta_tag"))

    assert (len(documents), undated) in ((478, 83), (1216, 148))
    assert labels == {"PubDate": undated, "ContentSource": nameless}


@reference
def test_every_other_finding_is_one_of_those_read(inspection, documents):
    """
    Undated pages, blank and late columns, two laws whose chapters begin at the third level; telephone
    numbers that their sources print are put to a person.
    """
    counts = Counter()
    for result in inspection.results:
        for finding in result.findings:
            counts[result.rule, finding.needs_review] += 1

    missing_tags, missing_dates, heading_orders = READ[len(documents)]
    assert counts == {
        ("missing_meta_tag", False): missing_tags,
        ("missing_date", False): missing_dates,
        ("empty_column", False): 89,
        ("stale_column", False): 6,
        ("broken_heading_order", False): heading_orders,
        ("leaked_phone_number", True): 5,
    }

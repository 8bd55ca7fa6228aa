"""
What the measurement rests on: the generated site, the meter, and the line at the end.
"""

from __future__ import annotations

import sys
from collections import Counter

from link_checker import inspect
from tests.bench.check import from_root, totals
from tests.bench.measure import run
from tests.bench.pages import AS_OF, generate


def test_the_generated_site_has_so_many_pages_and_no_fault_but_the_planted(tmp_path):
    """
    An inspection of its folder finds the answer list.
    """
    planted = generate(tmp_path, 250)

    inspection = inspect([tmp_path], as_of=AS_OF)

    found = Counter(
        (result.rule, from_root(finding.url), from_root(finding.target))
        for result in inspection.results
        for finding in result.findings
    )
    assert sum(site.page_count for site in inspection.snapshot.sites) == 250
    assert found == Counter((each.rule, each.url, each.target) for each in planted)
    assert len(planted) > 25


def test_a_generated_page_has_the_size_and_links_of_a_government_page(tmp_path):
    """
    About 9 KB and 60 links.
    """
    generate(tmp_path, 1000)

    (page,) = tmp_path.glob("c05/*/505.html")
    source = page.read_bytes()
    assert 8_500 < len(source) < 10_500
    assert 50 < source.count(b"href=") < 70


def test_the_meter_counts_processes_that_a_process_starts(tmp_path):
    """
    Processor time and memory are those of the whole tree.
    """
    child = "import time; block = bytearray(60_000_000); end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"

    cost = run([sys.executable, "-c", parent], output=tmp_path / "out", folder=tmp_path, timeout=60)

    assert cost.status == 0
    assert cost.cpu_s >= 0.5
    assert cost.peak_mb > 50


def test_what_does_not_end_in_time_is_stopped_and_said(tmp_path):
    """
    A peer that takes too long has no status.
    """
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]

    cost = run(sleep, output=tmp_path / "out", folder=tmp_path, timeout=0.5)

    assert cost.status is None
    assert cost.wall_s < 10


def test_a_ratio_above_one_says_that_ours_is_better():
    """
    Of several runs the median counts.
    """
    figures = [{"wall_s": 1.0, "cpu_s": wall, "peak_mb": 50.0} for wall in (1.0, 2.0, 9.0)]
    peer = [{"wall_s": 3.0, "cpu_s": 8.0, "peak_mb": 25.0}]

    told = totals({"ours": figures, "wget": peer})

    assert told["ratio"] == {"wget": {"wall_s": 3.0, "cpu_s": 4.0, "peak_mb": 0.5}}

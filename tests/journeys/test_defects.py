"""
The city with defects: an inspection finds every fault that was put in and nothing else.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from builder.defects import ANSWERS, plant, read_answers
from builder.defects.proving import prove_over_folders, prove_over_http
from builder.defects.registry import all_faults
from builder.searching import INDEX
from tests.helpers import files_below
from tests.link_checker.helpers import moment

pytestmark = pytest.mark.xdist_group("city")


@pytest.fixture(scope="module")
def defects(city, tmp_path_factory) -> Path:
    """A copy of the city with every fault in it."""
    target = tmp_path_factory.mktemp("defects") / "defects"
    before = digests(city.output)
    plant(city.output, target, moment("2026-03-02 00:00"))

    assert digests(city.output) == before, "the clean city must stay as it is"
    return target


def digests(folder: Path) -> dict[Path, str]:
    return {path: sha256(path.read_bytes()).hexdigest() for path in files_below(folder)}


def test_every_fault_is_in_the_answer_list_and_no_neighbour(defects):
    """
    Neighbours of faults are in the sites and not in the list.
    """
    planted = Counter(answer.fault for answer in read_answers(defects / ANSWERS).answers)

    for fault in all_faults():
        if fault.name.startswith("neighbour_"):
            assert planted[fault.name] == 0
        else:
            assert planted[fault.name] >= 1


def test_an_inspection_of_the_folders_finds_all_faults_and_nothing_else(defects, tmp_path):
    """
    Precision and recall are 100 %.
    """
    result = prove_over_folders(defects, tmp_path / "report.html")

    assert (result.missed, result.false) == ((), ())
    assert result.right == result.planted > 130


def test_an_inspection_over_http_finds_the_same(city, defects, tmp_path):
    """
    The web server in between changes nothing.
    """
    result = prove_over_http(defects, city.var / INDEX, tmp_path / "report.html")

    assert (result.missed, result.false) == ((), ())
    assert result.right == result.planted > 130

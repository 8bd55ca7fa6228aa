"""
What others may use of the inspector: a few names, and nothing from inside.
"""

from __future__ import annotations

import pytest

import link_checker
from link_checker import LinkCheckerError, inspect
from tests.link_checker.helpers import AS_OF, run


def test_every_public_name_can_be_had():
    """
    They are loaded when first used; a misspelt one is an AttributeError as anywhere.
    """
    assert all(getattr(link_checker, name) for name in link_checker.__all__)
    with pytest.raises(AttributeError):
        link_checker.inspects  # noqa: B018


def test_a_folder_is_inspected_in_one_call(tmp_path):
    """
    Snapshot, results, verdicts by site, and a report in the format of the file's suffix.
    """
    (tmp_path / "index.html").write_text('<a href="gone.html">旧通知</a>', encoding="utf-8")

    inspection = inspect([tmp_path], as_of=AS_OF)
    inspection.save(tmp_path / "report.html")

    (site,) = inspection.snapshot.sites
    assert inspection.verdicts[site.host].final == 100
    assert any(finding.target.endswith("/gone.html") for finding in inspection.findings)
    assert "<!doctype html>" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_what_cannot_be_inspected_is_one_error(tmp_path):
    """
    Whatever went wrong, its message is a sentence for the reader.
    """
    with pytest.raises(LinkCheckerError, match="没有网页"):
        inspect([tmp_path], as_of=AS_OF)


def test_a_crawl_can_be_asked_for_where_a_loop_runs_already():
    """
    As in a notebook.
    """

    async def in_a_notebook() -> None:
        inspect(["http://127.0.0.1:1/"], as_of=AS_OF)

    with pytest.raises(LinkCheckerError, match="没有读到任何网页"):
        run(in_a_notebook())

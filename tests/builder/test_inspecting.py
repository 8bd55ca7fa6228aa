"""
The builder lets the inspector look at what it built.
"""

from __future__ import annotations

import sys

import pytest

from builder.errors import RefusedError
from builder.inspecting import NoInspectorError, inspect_folders, lines_of
from tests.link_checker.helpers import AS_OF, SITE_META, document


def test_each_site_gets_a_line_and_the_cluster_a_report(tmp_path):
    """
    Verdict, score and the number of findings; the HTML report and the JSON one beside it.
    """
    site = tmp_path / "portal"
    site.mkdir()
    (site / "index.html").write_text(document('<a href="gone.html">公告</a>', SITE_META))
    report = tmp_path / "reports" / "city.html"

    (line,) = lines_of(inspect_folders([site], report, AS_OF))

    assert line.startswith("示例市人民政府：暂定合格，100 分，问题 ")
    assert report.is_file() and report.with_suffix(".json").is_file()


def test_without_the_inspector_the_extra_is_named(tmp_path, monkeypatch):
    """
    The build does not need it.
    """
    monkeypatch.setitem(sys.modules, "link_checker", None)

    with pytest.raises(NoInspectorError, match=r"zhanqun\[check\]"):
        inspect_folders([tmp_path], tmp_path / "city.html")


def test_what_cannot_be_inspected_is_a_refusal(tmp_path):
    """
    The inspector's own sentence is passed on.
    """
    with pytest.raises(RefusedError, match="没有网页"):
        inspect_folders([tmp_path], tmp_path / "city.html")

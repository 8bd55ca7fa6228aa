"""
docs/how-to/add-a-rule.md works as it is written.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from link_checker.registry import all_rules
from link_checker.rules import meta

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-rule.md"


def test_the_documented_rule_is_found_and_its_tests_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """
    Two files, and the rule is listed, run and tested.
    """
    module, tests = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "overlong_title.py").write_text(module, "utf-8")
    monkeypatch.setattr(meta, "__path__", [*meta.__path__, str(tmp_path)])
    try:
        rule = all_rules.__wrapped__()["overlong_title"]
        names: dict[str, object] = {}
        exec(compile(tests, "test_overlong_title.py", "exec"), names)

        assert (rule.family, rule.text.title) == ("meta", "标题过长")
        for name, test in names.items():
            if name.startswith("test_"):
                test()
    finally:
        sys.modules.pop("link_checker.rules.meta.overlong_title", None)

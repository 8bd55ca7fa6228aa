"""
The pages of docs/how-to/ about the inspector work as they are written.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from builder.defects.registry import examples_of
from link_checker.indicators import load_indicators
from link_checker.registry import all_rules
from link_checker.rules import accessibility
from tests.contract.examples import assert_found
from tests.link_checker.helpers import SITE_META, document

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def code_blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (HOW_TO / page).read_text("utf-8"), re.DOTALL)


def test_the_documented_rule_is_found_and_its_tests_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """
    Two files, and the rule is listed, run and tested; its examples are faults and neighbours.
    """
    module, tests = code_blocks("add-a-rule.md", "python")
    (tmp_path / "vague_link_text.py").write_text(module, "utf-8")
    monkeypatch.setattr(accessibility, "__path__", [*accessibility.__path__, str(tmp_path)])
    try:
        rule = all_rules.__wrapped__()["vague_link_text"]
        names: dict[str, object] = {}
        exec(compile(tests, "test_vague_link_text.py", "exec"), names)

        assert (rule.family, rule.text.title) == ("accessibility", "链接文字不明")
        for name, test in names.items():
            if name.startswith("test_"):
                test()
        for number, fault in enumerate(examples_of(rule)):
            assert_found(tmp_path / str(number), rule, fault)
    finally:
        sys.modules.pop("link_checker.rules.accessibility.vague_link_text", None)


def test_the_documented_set_of_indicators_can_be_used(tmp_path: Path):
    """
    As it stands there.
    """
    (text,) = code_blocks("add-indicators.md", "toml")
    (tmp_path / "own.toml").write_text(text, "utf-8")

    found = load_indicators(str(tmp_path / "own.toml"))

    assert [line.id for line in found.indicators] == ["否决-1", "扣分-1", "扣分-2"]


def test_the_documented_gate_holds_what_is_wrong_and_nothing_else(tmp_path: Path):
    """
    A page with a broken link is held, once more when it comes again; the page beside it is not.
    """
    (code,) = code_blocks("judge-a-change.md", "python")
    names: dict[str, Any] = {}
    exec(compile(code, "judge-a-change.md", "exec"), names)
    right, wrong = ("water", "1.html"), ("water", "2.html")
    pages = {
        right: document("<a href='/'>首页</a>").encode(),
        wrong: document("<a href='/gone.html'>通知</a>").encode(),
        ("water", "index.html"): document("<h1>水务局</h1>", SITE_META).encode(),
    }

    held = [names["hold"](tmp_path / "kept.sqlite3", pages, []) for _ in range(2)]

    assert held == [{wrong}, {wrong}]

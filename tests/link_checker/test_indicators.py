"""
Sets of indicators: read whole or refused with a sentence for each fault.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from link_checker.errors import BadUse
from link_checker.indicators import indicator_sets, load_indicators

HEAD = """
title = "虚构的检查指标"
source = "测试"
[scale]
deductions = 100
pass_below = 60
bonus_above = 80
bonus = 30
services = 25
[[window]]
label = "news"
title = "动态"
days = 14
column_types = ["工作动态"]
"""
HOLD = "[rule.{}]\nholds = true\n[scale]"
LINE = """
[[indicator]]
id = "A-1"
part = "deduction"
group = "组"
title = "题"
clause = "句。"
decider = "A"
mark = "C"
rules = ["empty_column"]
each = 2
"""


def faults(folder: Path, text: str) -> list[str]:
    """The sentences with which a file of this text is refused."""
    path = folder / "own.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadUse) as refusal:
        load_indicators(str(path))
    return str(refusal.value).splitlines()


def test_reads_a_set_from_any_file(tmp_path: Path):
    """
    A province's own variant lies where the inspector keeps it.
    """
    path = tmp_path / "own.toml"
    path.write_text(HEAD + LINE, "utf-8")

    found = load_indicators(str(path))

    assert (found.name, found.indicators[0].each, found.windows[0].days) == ("own", 2, 14)
    assert found.rules == {"empty_column"}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("each = 2", "eech = 2", "own.toml 的指标 A-1：没有 eech 这一项。请改为 each，或删去它。"),
        ("each = 2", "", "own.toml 的指标 A-1：没有分值。请写明 points 或 each；"),
        ("each = 2", 'each = "two"', "own.toml 的指标 A-1：each 是“two”，应为数字。请改正。"),
        ('mark = "C"', 'mark = "X"', "own.toml 的指标 A-1：mark 是“X”，应为以下之一：C、C/M、M。"),
        ('title = "题"', "", "own.toml 的指标 A-1：缺少 title。请补上这一项。"),
        ('part = "deduction"', 'part = "veto"', "own.toml 的指标 A-1：单项否决没有分值。"),
        ("empty_column", "empty_colum", "own.toml 的指标 A-1：没有名为“empty_colum”的规则。"),
        (
            "each = 2",
            'each = 2\nlabels = ["x"]',
            "own.toml 的指标 A-1：所用的规则没有“x”这一种发现。",
        ),
        (LINE, LINE + LINE, "own.toml 的指标 A-1：这个编号出现了不止一次。"),
        ('source = "测试"', "", "own.toml：缺少 source。请补上这一项。"),
        ('source = "测试"', 'source = "测试"\nyear = 1', "own.toml：没有 year 这一项。请删去它。"),
        ("bonus = 30", "", "own.toml 的 [scale]：缺少 bonus。请补上这一项。"),
        ("days = 14", "", "own.toml 的更新期限 news：days 与 months 应当恰好写一个"),
        ('label = "news"', 'label = "new"', "own.toml 的更新期限 new：没有规则使用这个名称。"),
        ("days = 14", "dayz = 14", "own.toml 的第 1 个 [[window]]：没有 dayz 这一项。请改为 days"),
        ("[scale]", "[scale", "own.toml：不是正确的 TOML"),
        (
            "[scale]",
            HOLD.format("empty_colum"),
            "own.toml 的 [rule.empty_colum]：没有名为“empty_colum”的规则。",
        ),
        (
            "[scale]",
            HOLD.format("empty_column").replace("holds", "hold"),
            "own.toml 的 [rule.empty_column]：没有 hold 这一项。请改为 holds，或删去它。",
        ),
        (
            "[scale]",
            HOLD.format("empty_column").replace("true", "1"),
            "own.toml 的 [rule.empty_column]：holds 是“1”，应为布尔值",
        ),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path: Path, old: str, new: str, fault: str):
    """
    One whole sentence: where, what, what to do.
    """
    found = faults(tmp_path, (HEAD + LINE).replace(old, new))

    assert [sentence for sentence in found if sentence.startswith(fault)] != []


def test_names_every_fault_at_once(tmp_path: Path):
    """
    Nobody mends a file one fault a run.
    """
    text = (HEAD + LINE).replace("each = 2", "eech = 2").replace("bonus = 30", "bonus = true")

    assert len(faults(tmp_path, text)) == 2


def test_refuses_a_column_type_that_stands_in_two_windows(tmp_path: Path):
    """
    Which of the two would count?
    """
    window = HEAD[HEAD.index("[[window]]") :]

    (fault,) = faults(tmp_path, HEAD + window + LINE)

    assert "栏目类别“工作动态”已属于另一个期限" in fault


def test_says_which_sets_there_are():
    """
    An unknown name is answered with the known ones.
    """
    with pytest.raises(BadUse, match=r"没有名为“gb_1999”的检查指标。现有的指标是：gb_2019_19。"):
        load_indicators("gb_1999")


class TestPrintedTable:
    """gb_2019_19, 国办秘函〔2019〕19号."""

    found = load_indicators()

    def test_is_the_set_used_without_a_name(self):
        """
        And the only one so far.
        """
        assert indicator_sets() == [self.found.name] == ["gb_2019_19"]

    def test_scores_as_printed(self):
        """
        A hundred points, sixty to pass, thirty above eighty, twenty-five for services.
        """
        scale = self.found.scale

        assert (scale.deductions, scale.pass_below, scale.bonus_above) == (100, 60, 80)
        assert (scale.bonus, scale.services) == (30, 25)

    @pytest.mark.parametrize(
        ("line", "numbers"),
        [
            ("VETO-4a", {"at_least": 5}),
            ("VETO-4b", {"at_least": 10}),
            ("VETO-4c", {"at_least": 5}),
            ("PUB-5", {"points": 5}),
            ("SVC-2", {"points": 2}),
            ("INT-4", {"points": 3}),
        ],
    )
    def test_has_the_confirmed_numbers(self, line: str, numbers: dict[str, float]):
        """
        The only numbers that were seen in print, and the only ones that count.
        """
        (indicator,) = [each for each in self.found.indicators if each.id == line]

        assert {name: getattr(indicator, name) for name in numbers} == numbers
        assert indicator.mark == "C"

    def test_deducts_by_no_other_number(self):
        """
        A number from memory stands beside, and is unknown to the scoring.
        """
        priced = [
            line.id
            for line in self.found.indicators
            if line.part != "veto" and not line.is_unconfirmed
        ]
        remembered = [
            line.id
            for line in self.found.indicators
            if line.unconfirmed_points or line.unconfirmed_each or line.unconfirmed_at_least
        ]

        assert priced == ["PUB-5", "SVC-2", "INT-4"]
        assert not set(remembered) & set(priced)
        assert all(line.mark != "C" for line in self.found.indicators if line.is_unconfirmed)

    def test_has_the_printed_windows(self):
        """
        News two weeks; notices, policy documents and interpretations six months; statistics three;
        replies two.
        """
        lengths = {window.label: (window.days, window.months) for window in self.found.windows}

        assert lengths == {
            "news": (14, 0),
            "notice": (0, 6),
            "policy": (0, 6),
            "interpretation": (0, 6),
            "statistics": (0, 3),
            "replies": (0, 2),
        }

    def test_holds_back_what_is_certain_and_can_be_mended(self):
        """
        The four rules of the gate, and no other.
        """
        assert self.found.holding == {
            "leaked_identity_number",
            "broken_link",
            "missing_meta_tag",
            "empty_column",
        }

    def test_has_three_parts_in_order(self):
        """
        Vetoes, deductions in four groups, bonuses in five.
        """
        groups = {
            part: list(
                dict.fromkeys(line.group for line in self.found.indicators if line.part == part)
            )
            for part in ("deduction", "bonus")
        }

        assert groups["deduction"] == ["发布解读", "办事服务", "互动交流", "功能设计"]
        assert groups["bonus"] == ["信息发布", "办事服务", "互动交流", "功能设计", "创新发展"]
        assert [line.part for line in self.found.indicators].count("veto") == 19

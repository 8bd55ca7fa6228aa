"""
统计数据: a month's or quarter's figures, as a table, a chart and open data.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.items import Figures
from cms.demo.phrasebook import topics
from cms.demo.text import Text, sentences


def statistics(brief: Brief) -> Draft:
    """The figures of the month before publication."""
    say, rng = brief.grammar(), brief.rng
    month = brief.day.month - 1 or 12
    year = brief.day.year - (brief.day.month == 1)
    title = f"{year}年{month}月示例市{_name(brief)}"
    if not brief.is_new(title):
        title = f"{year}年{month}月{brief.topic.name}主要数据（{brief.signed_day()}发布）"
    rows = [("指标", "单位", "本月", "累计", "同比（%）")]
    for topic in topics(brief.site.slug):
        for figure in topic.figures[: rng.randint(1, 2)]:
            now = rng.randint(figure.low, figure.high)
            total = now if figure.unit == "%" else now * month
            rows.append(
                (figure.name, figure.unit, str(now), f"{total:,}", f"{rng.uniform(-4, 12):.1f}")
            )
    text = Text().p(
        sentences(
            say.fill("{year}年以来，全市经济社会运行总体平稳"), *say.several("progress", 1, 2)
        )
    )
    text.h2("说明").ul(
        [
            "数据为快报数，年度终了后以年报数为准。",
            "同比按可比口径计算，“GDP”等总量指标按季度发布。",
        ]
    )
    return Draft(
        title=title,
        parts=text.parts,
        keywords=("统计", "数据开放"),
        attachments=(brief.add_file(title, "xlsx", rows),),
        figures=Figures(f"{year}年{month}月", tuple(rows), chart_column=len(rows[0])),
    )


def _name(brief: Brief) -> str:
    return "主要经济指标" if brief.site.is_portal else f"{brief.column.title}情况"

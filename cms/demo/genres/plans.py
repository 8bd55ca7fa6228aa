"""
规划计划 and 政府工作报告: long texts with goals, tasks and a table of figures.
"""

from __future__ import annotations

from cms.demo.brief import Brief, Draft
from cms.demo.items import Row
from cms.demo.phrasebook import topics
from cms.demo.text import Text, numeral, sentences


def plan(brief: Brief) -> Draft:
    """A plan: where we stand, goals in figures, tasks, safeguards; a PDF of the same figures."""
    say = brief.grammar()
    title = brief.new_title(say, "plan_title")
    rows = goals(brief)
    text = Text().h2("一、发展基础").p(sentences(*say.several("plan_base", 2, 3)))
    text.h2("二、总体要求").p(sentences(*say.several("principle", 3, 4)))
    text.p(sentences(*say.several("goal", 1, 2))).table("主要指标表", rows)
    text.h2("三、重点任务")
    for number, measure in enumerate(say.several("measure", 4, 6), 1):
        text.h3(f"（{numeral(number)}）{measure}").p(sentences(*say.several("detail", 2, 4)))
    text.h2("四、保障措施").ul([sentences(line) for line in say.several("safeguard", 3, 5)])
    file = brief.add_file(f"{title}主要指标", "pdf", rows)
    return Draft(
        title=title, parts=text.parts, keywords=(brief.topic.name, "规划"), attachments=(file,)
    )


def work_report(brief: Brief) -> Draft:
    """政府工作报告 of the year: a section for each field of work."""
    year, say = brief.day.year, brief.grammar()
    title = f"{year}年示例市政府工作报告"
    text = Text().p(f"——{brief.signed_day()}在示例市人民代表大会会议上", look="align-center")
    text.p("现在，我代表市人民政府，向大会报告工作，请予审议。")
    text.h2(f"一、{year - 1}年工作回顾")
    for topic in topics(brief.site.slug):
        phrases = brief.about(topic).grammar()
        text.p(
            sentences(
                f"{topic.name}取得新进展", *phrases.several("figure", 2, 3), phrases.say("progress")
            )
        )
    text.h2(f"二、{year}年重点任务")
    for number, topic in enumerate(topics(brief.site.slug), 1):
        phrases = brief.about(topic).grammar()
        text.h3(f"（{numeral(number)}）{topic.name}")
        text.p(sentences(*phrases.several("measure", 3, 4), *phrases.several("detail", 2, 3)))
    text.h2("三、加强政府自身建设").p(sentences(*say.several("principle", 3, 5)))
    return Draft(title=title, parts=text.parts, keywords=("政府工作报告", str(year)))


def goals(brief: Brief) -> list[Row]:
    """Rows of figures: now, and what is aimed at."""
    year, rng = brief.day.year, brief.rng
    rows: list[Row] = [("指标", "单位", f"{year - 1}年", f"{year + 2}年", "属性")]
    for figure in brief.topic.figures:
        now = rng.randint(figure.low, figure.high)
        aim = min(100, now + 3) if figure.unit == "%" else int(now * rng.uniform(1.05, 1.4)) + 1
        rows.append(
            (figure.name, figure.unit, str(now), str(aim), rng.choice(("预期性", "约束性")))
        )
    return rows

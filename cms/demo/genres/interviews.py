"""
在线访谈: questions and answers with a leader of a department; the newest is only announced.
"""

from __future__ import annotations

from datetime import timedelta

from cms.demo.brief import Brief, Draft
from cms.demo.calendar import working_day
from cms.demo.genres.institutions import POSTS
from cms.demo.items import Talk
from cms.demo.phrasebook import topics
from cms.demo.text import Text, sentences

AGES = (5, 60, 115, 170, 225, 280, 335)
"""Days since each was published, newest first."""
_AHEAD_DAYS = 6


def interview(brief: Brief) -> Draft:
    """An interview about a department's field of work."""
    departments = [each for each in brief.cluster if not each.is_portal] or [brief.site]
    turn, at = divmod(brief.place, len(departments))
    site = departments[at]
    fields = topics(site.slug)
    brief = brief.about(fields[turn % len(fields)])
    say = brief.grammar()
    is_ahead = brief.place == 0
    held_on = working_day(brief.day + timedelta(days=_AHEAD_DAYS)) if is_ahead else brief.day
    guest = f"示例{'甲乙丙丁戊己庚'[brief.place]}"
    exchanges = [] if is_ahead else [pair.partition("|") for pair in say.several("question", 4, 6)]
    return Draft(
        title=f"市{site.short_name}负责人谈{brief.topic.name}",
        parts=Text().p(sentences(*say.several("principle", 1, 2))).parts,
        summary=f"围绕{brief.topic.name}，回答网民关心的问题。",
        keywords=("在线访谈", brief.topic.name),
        talk=Talk(
            held_on,
            ((guest, f"{site.host_body}{POSTS[False][0]}"),),
            tuple((question, sentences(answer)) for question, _, answer in exchanges),
        ),
    )

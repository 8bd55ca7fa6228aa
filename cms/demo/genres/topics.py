"""
专题: the newest of a field of work, gathered; the oldest topic is over.
"""

from __future__ import annotations

from datetime import timedelta

from cms.demo.brief import Brief, Draft
from cms.demo.items import Item, TopicSpec
from cms.demo.phrasebook import topics
from cms.demo.text import Text, sentences

TOPIC_AGES = (30, 120, 400)
"""Days since each topic was opened, newest first."""
_OPEN_DAYS = 300
_EACH = 4
_GROUPS = (("政策文件", "zcwj"), ("政策解读", "zcjd"), ("工作进展", "ywdt"))
_COLUMNS = ("zwgk/tzgg", "ywdt/bsyw")


def topic(brief: Brief) -> Draft:
    """A topic of its own field of work, with what was published of it, and with whole columns."""
    fields = topics(brief.site.slug)
    brief = brief.about(fields[brief.place % len(fields)])
    say, name = brief.grammar(), brief.topic.name
    ends = brief.day + timedelta(days=_OPEN_DAYS)
    entries: list[tuple[str, int | str]] = []
    for heading, folder in _GROUPS:
        keys = [item.key for item in _of_field(brief, folder)]
        entries += [(heading if at == 0 else "", key) for at, key in enumerate(keys)]
    entries += [("", path) for path in _COLUMNS]
    return Draft(
        title=f"{name}专题",
        parts=Text().p(sentences(*say.several("principle", 2, 2))).parts,
        summary=f"汇集{name}的政策文件、解读和工作进展。",
        keywords=("专题", name),
        picture=brief.any_picture().key,
        gathers=TopicSpec(ends, tuple(entries)),
    )


def _of_field(brief: Brief, folder: str) -> list[Item]:
    """The newest items of the topic's field below a column, as far as there are any; else the newest."""
    own = [
        item
        for item in reversed(brief.archive.items)
        if item.site == brief.site.slug and folder in item.column.split("/") and not item.reprints
    ]
    fit = [item for item in own if brief.topic.name in (*item.keywords, item.title)]
    return (fit or own)[:_EACH]

"""
在线访谈: announced before, in full afterwards.
"""

from __future__ import annotations

from builder.contexts import Exchange, Field
from builder.dates import chinese_date
from builder.records import InterviewRecord
from builder.view import View

KIND = "interview"


def interview_context(view: View, page: InterviewRecord, reader: int) -> dict[str, object]:
    """The fields of `contexts.Interview` that an article does not have."""
    fields = (
        Field("访谈日期", chinese_date(page.held_on)),
        Field("主持人", page.moderator),
        *(Field("嘉宾", f"{guest.name}（{guest.post}）") for guest in page.guests),
    )
    only = page.guests[0].name if len(page.guests) == 1 else ""
    return {
        "fields": tuple(field for field in fields if field.value),
        "exchanges": tuple(
            Exchange(
                each.asker or "问",
                _paragraphs(each.question),
                each.answerer or only or "答",
                _paragraphs(each.answer),
            )
            for each in page.exchanges
        ),
    }


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())

"""
What the page of a policy document shows beside its text: 公文要素, its life, its interpretations.
"""

from __future__ import annotations

from datetime import date

from builder.contexts import Field, LifeEvent
from builder.dates import chinese_date
from builder.events import EFFECTS, POLICY
from builder.items import body_name, link_to
from builder.labels import MARK_WORDS, VALIDITY_LABELS
from builder.life import Mark, marks_on, successor_of, validity_of
from builder.records import PolicyRecord, Ref
from builder.view import View


def document_context(view: View, page: PolicyRecord, reader: int) -> dict[str, object]:
    """The fields of `contexts.PolicyDocument` that an article does not have."""
    links = (link_to(view, Ref("article", number), reader) for number in page.interpretations)
    validity = validity_of(view, page.id)
    marks = marks_on(view, page)
    successor = successor_of(view, page.id)
    return {
        "document_number": page.document_number or "",
        "index_number": page.index_number or "",
        "fields": _fields(view, page, validity, marks),
        "validity": validity,
        "validity_label": VALIDITY_LABELS.get(validity, ""),
        "life": tuple(_event(view, mark, reader) for mark in marks),
        "successor": link_to(view, Ref(POLICY, successor), reader) if successor else None,
        "changes": _changes(view, page, reader),
        "interpretations": tuple(link for link in links if link),
    }


def _event(view: View, mark: Mark, reader: int) -> LifeEvent:
    return LifeEvent(
        label=MARK_WORDS[mark.what],
        date=_chinese(mark.day),
        document=link_to(view, mark.by, reader),
        basis=mark.basis,
        is_due=mark.is_in_effect,
    )


def _changes(view: View, page: PolicyRecord, reader: int) -> tuple[LifeEvent, ...]:
    """What the document does to others that are public."""
    events = (
        LifeEvent(
            label=MARK_WORDS[EFFECTS[change.effect]],
            date=chinese_date(change.on),
            document=link_to(view, Ref(POLICY, change.document), reader),
            basis="",
            is_due=change.is_in_effect,
        )
        for change in page.changes
        if change.document != page.id
    )
    return tuple(event for event in events if event.document)


def _fields(view: View, page: PolicyRecord, validity: str, marks: list[Mark]) -> tuple[Field, ...]:
    """公文要素, in the order of the standard; those without a value are left out."""
    days = {mark.what: mark.day for mark in marks if mark.is_in_effect}
    rows = (
        Field("索引号", page.index_number or "", is_number=True),
        Field("主题分类", page.subject or ""),
        Field("发文机关", body_name(view, page.issuing_body)),
        Field("体裁分类", page.genre or ""),
        Field("成文日期", chinese_date(page.issued_on)),
        Field("标题", page.title),
        Field("发文字号", page.document_number or "", is_number=True),
        Field("发布日期", chinese_date(page.published_at)),
        Field("施行日期", chinese_date(page.effective_on)),
        Field("有效期至", chinese_date(page.expires_on)),
        Field("修改日期", _chinese(days.get("amended", ""))),
        Field("废止日期", _chinese(days.get("repealed", ""))),
        Field("有效性", VALIDITY_LABELS.get(validity, "")),
    )
    return tuple(row for row in rows if row.value)


def _chinese(day: str) -> str:
    return chinese_date(date.fromisoformat(day)) if day else ""

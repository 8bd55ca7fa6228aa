"""
What the pages of a policy document and of its interpretations show beside their text: 公文要素, life,
and each other.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from builder.contexts import Field, Item, LifeEvent
from builder.dates import chinese_date
from builder.events import EFFECTS, POLICY
from builder.gazette import KIND as GAZETTE
from builder.items import TOPIC, body_name, item, items, link_to
from builder.labels import FORM_LABELS, MARK_WORDS, VALIDITY_LABELS
from builder.life import Mark, marks_on, successor_of, told, validity_of
from builder.records import InterpretationRecord, PolicyRecord, Ref
from builder.view import Entry, View

INTERPRETATION = "interpretation"


def document_context(view: View, page: PolicyRecord, reader: int) -> dict[str, object]:
    """The fields of `contexts.PolicyDocument` that an article does not have."""
    validity = validity_of(view, page.id)
    marks = marks_on(view, page)
    successor = successor_of(view, page.id)
    return {
        "document_number": page.document_number or "",
        "index_number": page.index_number or "",
        "fields": _fields(view, page, validity, marks),
        "validity": validity,
        "validity_label": VALIDITY_LABELS.get(validity, ""),
        "life": tuple(_event(view, mark, reader) for mark in told(marks)),
        "successor": link_to(view, Ref(POLICY, successor), reader) if successor else None,
        "changes": _changes(view, page, reader),
        "interpretations": _naming(view, page, "document", {INTERPRETATION}, reader),
        "gathered_in": _naming(view, page, "entries", {GAZETTE, TOPIC}, reader),
    }


def interpretation_context(
    view: View, page: InterpretationRecord, reader: int
) -> dict[str, object]:
    """The fields of `contexts.Interpretation` that an article does not have."""
    entry = view.entry(Ref(POLICY, page.document)) if page.document else None
    return {
        "document": item(view, entry, reader) if entry else None,
        "form_label": FORM_LABELS.get(page.form or "", ""),
    }


def _naming(
    view: View, page: PolicyRecord, field: str, kinds: Container[str], reader: int
) -> tuple[Item, ...]:
    """The public pages of these kinds whose `field` names the document, newest first."""
    refs = (ref for ref in view.named_by(Ref(POLICY, page.id), field) if ref.kind in kinds)
    found = [entry for ref in refs if (entry := view.entry(ref))]
    return items(view, sorted(found, key=_newest_first), reader)


def _newest_first(entry: Entry) -> tuple[int, int]:
    return -(entry.published_at or 0), -entry.id


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

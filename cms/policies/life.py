"""
The life of a document as its editor marks it: what must fit together, and what comes with time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from cms.policies.changes import DocumentChange, Validity, today

if TYPE_CHECKING:
    from cms.policies.models import PolicyDocument


def check_life(document: PolicyDocument) -> None:
    """
    ValidationError where dates and validity contradict each other. What was imported is as its source
    had it: only the order of its dates is checked.
    """
    faults = _order(document)
    if not document.is_imported:
        faults = _marks(document) | faults
    if faults:
        raise ValidationError(faults)


def _order(document: PolicyDocument) -> dict[str, str]:
    faults = {}
    effective = document.effective_on
    if effective and document.issued_on and effective < document.issued_on:
        faults["effective_on"] = "施行日期早于成文日期。请改正其中一个日期。"
    if effective and document.repealed_on and document.repealed_on <= effective:
        faults["repealed_on"] = "废止日期不晚于施行日期。请改正其中一个日期。"
    if effective and document.expires_on and document.expires_on < effective:
        faults["expires_on"] = "有效期在施行日期以前就已届满。请改正“有效期至”或施行日期。"
    return faults


def _marks(document: PolicyDocument) -> dict[str, str]:
    faults = {}
    validity, day = document.validity, today()
    if document.amended_on and validity in ("", Validity.IN_FORCE):
        faults["amended_on"] = "填写了修改日期，但有效性不是“已修改”。请改正其中一项。"
    elif document.amended_on and document.amended_on > day:
        faults["amended_on"] = "修改日期还没有到，请到那一天再标注“已修改”。"
    if document.repealed_on and validity != Validity.REPEALED:
        faults["repealed_on"] = "填写了废止日期，但有效性不是“已废止”。请改正其中一项。"
    elif document.repealed_on and document.repealed_on > day:
        faults["repealed_on"] = "废止日期还没有到，请到那一天再标注“已废止”。"
    if validity == Validity.EXPIRED and document.expires_on and document.expires_on > day:
        faults["validity"] = (
            "有效期还没有届满，有效性不能是“已失效”。请改为“有效”，届满后系统会自动标注。"
        )
    return faults


MARKED_ON = {
    Validity.AMENDED: ("amended_on", "有效性是“已修改”，请填写修改日期。"),
    Validity.REPEALED: ("repealed_on", "有效性是“已废止”，请填写废止日期。"),
    Validity.EXPIRED: ("expires_on", "有效性是“已失效”，请填写有效期至哪一天。"),
}
"""The date that goes with a mark, and what is said where it lacks."""


def switch_life() -> int:
    """What holds from today on, or no longer: how many documents are marked anew."""
    from cms.policies.models import PolicyDocument

    day = today()
    begun = DocumentChange.objects.filter(is_in_effect=False, takes_effect_on__lte=day)
    ended = PolicyDocument.objects.filter(is_expired=False, expires_on__lt=day)
    return begun.update(is_in_effect=True) + ended.update(is_expired=True)

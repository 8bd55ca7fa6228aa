"""
索引号: allocated once, at first publication, never equal to an existing one, never reused.

National form, 20 characters: nine of the issuing body's code, "/", the year, "-", five digits
(《政府信息公开目录系统实施指引（试行）》). The nine are characters 9 to 17 of its 统一社会信用代码.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import models, transaction

LAST_SERIAL = 99_999


class IndexNumberError(ValueError):
    """No number can be allocated; the message says to the editor why and what to do."""


class AllocatedIndexNumber(models.Model):
    """A number given to a page. The row outlives the page: a number is never given twice."""

    number = models.CharField(max_length=40, unique=True)
    page_pk = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return self.number


class IndexNumberSerial(models.Model):
    """The last serial given for a body's code in a year."""

    prefix = models.CharField(max_length=14, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last:05}"


def number_of(page_pk: int) -> str:
    """The number that the page was given; empty when it was given none."""
    given = AllocatedIndexNumber.objects.filter(page_pk=page_pk).values_list("number", flat=True)
    return given.first() or ""


def allocate(page_pk: int, credit_code: str, year: int, *, is_taken: Callable[[str], bool]) -> str:
    """
    The number of the page: the one it was given before, or the next of its body and year.

    `is_taken` says whether a document bears a number already: imported ones do.

    Raises IndexNumberError when the body has no code or the year is used up.
    """
    with transaction.atomic():
        if given := number_of(page_pk):
            return given
        if len(credit_code) != 18:
            raise IndexNumberError(
                "发布机构没有 18 位统一社会信用代码，无法生成索引号。请先在“机构”中填写。"
            )
        prefix = f"{credit_code[8:17]}/{year}"
        IndexNumberSerial.objects.get_or_create(prefix=prefix)
        serial = IndexNumberSerial.objects.select_for_update().get(prefix=prefix)
        while serial.last < LAST_SERIAL:
            serial.last += 1
            number = f"{prefix}-{serial.last:05}"
            if not is_taken(number):
                serial.save(update_fields=["last"])
                AllocatedIndexNumber.objects.create(number=number, page_pk=page_pk)
                return number
    raise IndexNumberError(f"{prefix} 的 {LAST_SERIAL} 个索引号已经用完。请联系系统管理员。")

"""What an editor must fill in before a document goes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms import ModelForm

from cms.core.forms import ContentPageForm
from cms.policies.changes import DocumentChange, Effect
from cms.policies.life import MARKED_ON


class PolicyDocumentForm(ContentPageForm):
    """A draft may be incomplete; what is published or submitted may not."""

    asks_for_source = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.leaves_the_desk and not self.instance.is_imported:
            self._check_issuing_body(data.get("issuing_body"))
            if not data.get("issued_on"):
                self.add_error("issued_on", "没有填写成文日期。请填写：它是公开目录的必选项。")
            name, message = MARKED_ON.get(data.get("validity", ""), ("", ""))
            if name and not data.get(name):
                self.add_error(name, message)
        for row, message in self._wrong_changes():
            row.add_error("changed", message)
        return data

    def _wrong_changes(self) -> Iterator[tuple[ModelForm, str]]:
        """Rows of “修改、废止的文件” that cannot be, and why."""
        rows = self.formsets["changes"]
        if not rows.is_valid():
            return
        seen = set()
        for row in rows.forms:
            change = row.cleaned_data
            if not change or change.get("DELETE"):
                continue
            changed, day = change["changed"], change["takes_effect_on"]
            name = f"《{changed.title}》"
            if changed.pk == self.instance.pk:
                yield row, "文件不能修改或废止它自己，请选择另一份文件。"
            elif changed.pk in seen:
                yield row, f"{name}列了两次，请只留一行；既修改又废止的，选“废止”。"
            elif changed.issued_on and day < changed.issued_on:
                yield (
                    row,
                    f"生效日期早于{name}的成文日期（{changed.issued_on}）。请改正生效日期，或改选文件。",
                )
            elif self._is_repealed_by(changed.pk):
                yield (
                    row,
                    f"{name}已登记为废止本文件，本文件不能再修改或废止它。请删去这一行，或改选文件。",
                )
            seen.add(changed.pk)

    def _is_repealed_by(self, other: int) -> bool:
        return (
            DocumentChange.objects.filter(document=other, changed=self.instance.pk)
            .exclude(effect=Effect.AMENDS)
            .exists()
        )

    def _check_issuing_body(self, body: Any) -> None:
        if body is None:
            self.add_error("issuing_body", "没有填写发布机构。请填写：索引号由它生成。")
        elif len(body.credit_code) != 18 and not self.instance.index_number:
            self.add_error(
                "issuing_body",
                f"“{body}”没有统一社会信用代码，无法生成索引号。请先在“机构”中填写。",
            )

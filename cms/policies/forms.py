"""What an editor must fill in before a document goes out."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class PolicyDocumentForm(WagtailAdminPageForm):
    """A draft may be incomplete; what is published or submitted may not."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self._leaves_the_desk() and not self.instance.is_imported:
            self._check_issuing_body(data.get("issuing_body"))
            if not data.get("issued_on"):
                self.add_error("issued_on", "请填写成文日期：它是公开目录的必选项。")
        return data

    def _leaves_the_desk(self) -> bool:
        return "action-publish" in self.data or "action-submit" in self.data

    def _check_issuing_body(self, body: Any) -> None:
        if body is None:
            self.add_error("issuing_body", "请填写发布机构：索引号由它生成。")
        elif len(body.credit_code) != 18 and not self.instance.index_number:
            self.add_error(
                "issuing_body",
                f"“{body}”没有统一社会信用代码，无法生成索引号。请先在“机构”中填写。",
            )

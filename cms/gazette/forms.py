"""What an editor must fill in before an issue goes out."""

from __future__ import annotations

from typing import Any

from cms.core.forms import ContentPageForm
from cms.core.rows import kept_rows, name_once


class GazetteIssueForm(ContentPageForm):
    """A draft may be empty; what is submitted has contents, or the whole issue as a file."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        entries, files = (kept_rows(self.formsets[name]) for name in ("entries", "attachments"))
        if entries is None or files is None:
            return data
        if self.leaves_the_desk and not entries and not files and not data.get("link_url"):
            self.add_error(
                None, "“目录”和“全文下载”都是空的。请添加本期的文件，或者上传整期的 PDF。"
            )
        name_once(entries, "document", "目录")
        return data

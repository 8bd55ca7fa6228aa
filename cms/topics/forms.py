"""What an editor must fill in before a topic goes out."""

from __future__ import annotations

from typing import Any

from cms.core.forms import ContentPageForm
from cms.core.rows import kept_rows, name_once


class TopicForm(ContentPageForm):
    """A draft may be empty; what is submitted gathers something, each thing once, and not itself."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        rows = kept_rows(self.formsets["entries"])
        if rows is None:
            return data
        if self.leaves_the_desk and not rows and not data.get("link_url"):
            self.add_error(
                None,
                "“收入的栏目和内容”是空的，空白的专题不能上线。请至少添加一个栏目或一条内容。",
            )
        for row in rows:
            if row.cleaned_data["target"].pk == self.instance.pk:
                row.add_error("target", "专题不能收入它自己，请选择另一个栏目或另一条内容。")
        name_once([row for row in rows if row.is_valid()], "target", "收入的栏目和内容")
        return data

"""What an editor must fill in before an interview goes out."""

from __future__ import annotations

from typing import Any

from cms.core.forms import ContentPageForm
from cms.core.rows import kept_rows


class InterviewForm(ContentPageForm):
    """A draft may lack its guests; what is submitted says who is asked, when, and what was answered."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        guests, exchanges = (kept_rows(self.formsets[name]) for name in ("guests", "exchanges"))
        if guests is None or exchanges is None:
            return data
        if self.leaves_the_desk and not data.get("link_url"):
            if not data.get("held_on"):
                self.add_error("held_on", "没有填写访谈日期。请填写，预告的填将要举行的日期。")
            if not guests:
                self.add_error(None, "“嘉宾”是空的。请至少添加一位嘉宾的姓名和职务。")
            if not exchanges and not data.get("body"):
                self.add_error("body", "预告和文字实录都是空的，请至少填写一项。")
        return data

"""What the editor of every content page asks for."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class ContentPageForm(WagtailAdminPageForm):
    """A draft may be incomplete; what may stand where is asked of drafts too."""

    @property
    def leaves_the_desk(self) -> bool:
        """Whether the text is to be published or submitted now: then it has to be complete."""
        return "action-publish" in self.data or "action-submit" in self.data

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        self._check_further_columns()
        return data

    def _check_further_columns(self) -> None:
        """No site puts its pages into another."""
        rows = self.formsets["extra_placements"]
        if not rows.is_valid():
            return
        for row in rows.forms:
            column = row.cleaned_data.get("column")
            if column is None or row.cleaned_data.get("DELETE"):
                continue
            if _site(column) != _site(self.parent_page):
                row.add_error(
                    "column",
                    f"“{column.title}”是其他网站的栏目。请删去这一行，上线后用“推荐给其他网站”。",
                )


def _site(page: Page) -> str:
    """The slug of the home of the page's site."""
    return str(page.url_path.split("/")[1])

"""What the editor of every content page asks for."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class ContentPageForm(WagtailAdminPageForm):
    """A draft may be incomplete; what may stand where is asked of drafts too."""

    asks_for_source = True
    """Whether 来源 or 发布机构 has to be there; not where 发布机构 is asked for anyway."""

    @property
    def leaves_the_desk(self) -> bool:
        """Whether the text is to be published or submitted now: then it has to be complete."""
        return "action-publish" in self.data or "action-submit" in self.data

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.asks_for_source and self.leaves_the_desk and not self.instance.is_imported:
            self._check_source(data)
        self._check_further_columns()
        return data

    def _check_source(self, data: dict[str, Any]) -> None:
        """No page goes out without the tag ContentSource: better said here than after three reviews."""
        if not any(map(data.get, ("content_source", "issuing_body", "link_url"))):
            self.add_error(
                "content_source",
                "来源和发布机构都没有填写，网页必须写明来源。请填写来源，或者选择发布机构。",
            )

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

"""What the build said of a page, shown under its title in the editor."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from wagtail.admin.panels import Panel
from wagtail.models import Page

from cms.core.panels import list_headings
from cms.core.public import page_id


class PublicationPanel(Panel):
    """已上线 (time, address) or 未上线 (reason, field); nothing for a page that is not public."""

    class BoundPanel(Panel.BoundPanel):
        """See `PublicationPanel`."""

        template_name = "feed/publication_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.live and super().is_shown())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from cms.feed.results import result_of

            page = self.instance
            result = result_of(page.feed.kind, page_id(page))
            published = page.last_published_at
            return {
                **super().get_context_data(parent_context),
                "result": result,
                "findings": [
                    {**each, "label": field_label(page, each["field"])}
                    for each in (result.findings if result else ())
                ],
                "is_waiting": result is None or (published and result.reported_at < published),
            }


def field_label(page: Page, name: str) -> str:
    """What the editor calls a field of the record; empty for none."""
    headings = list_headings(type(page))
    if name in headings:
        return headings[name]
    try:
        return str(page._meta.get_field(name).verbose_name) if name else ""
    except (FieldDoesNotExist, AttributeError):
        return name

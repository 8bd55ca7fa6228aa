"""In the editor: every place at which another site shows the text, or was asked to."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class PlacesPanel(Panel):
    """在其他网站展示; nothing for a page that is not saved yet."""

    class BoundPanel(Panel.BoundPanel):
        """See `PlacesPanel`."""

        template_name = "placements/panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and super().is_shown())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from cms.placements.models import places_of
            from cms.placements.views import lines_of
            from cms.review.rights import Action
            from cms.review.roles import may

            page, user = self.instance, self.request.user
            return {
                **super().get_context_data(parent_context),
                "page": page,
                "lines": lines_of(user, places_of(page)),
                "may_offer": may(user, Action.OFFER, page),
            }

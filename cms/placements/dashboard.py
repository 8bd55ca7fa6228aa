"""待决定的展示 on the start page of those who decide: what other sites offer and one's own editors ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from cms.placements import placing
from cms.placements.views import lines_of
from cms.review.rights import PlaceAction

MOST_LINES = 50


class PlacesToDecidePanel(Component):
    """Left out where nothing waits; oldest first."""

    name = "placements_waiting"
    template_name = "placements/waiting.html"
    order = 120

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        lines = [
            line
            for line in lines_of(user, placing.waiting_for(user)[:MOST_LINES])
            if any(step.action is PlaceAction.ACCEPT for step in line.steps)
        ]
        return {"lines": lines}

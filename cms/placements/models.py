"""
跨站展示: a text of one site that stands in a column of another. There is one text; the other site decides whether and
where it stands there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.models import PreviewableMixin

from cms.preview.previewing import Previewed
from cms.review.rights import PlaceState
from sites.addresses import SHANGHAI

OPEN = (PlaceState.ASKED, PlaceState.SHOWN)
"""What is not over: a page has one such place at each site."""


class SitePlacement(Previewed, PreviewableMixin, ClusterableModel):
    """
    A place that was asked for, is shown, or was. The row of a place that is over is kept, so that both sites can read
    what became of it.
    """

    shows: ClassVar[list[tuple[str, str]]] = [("list", "栏目"), ("home", "网站首页")]

    page = models.ForeignKey(
        "core.ContentPage", on_delete=models.CASCADE, related_name="site_placements"
    )
    home = models.ForeignKey("columns.SiteHome", on_delete=models.CASCADE, related_name="+")
    column = models.ForeignKey(
        "columns.Column", null=True, on_delete=models.CASCADE, related_name="+"
    )
    is_offer = models.BooleanField()
    """Asked for by the site the text is of (推荐), not by the one that is to show it (申请)."""
    note = models.TextField(blank=True)
    asked_by = models.CharField(max_length=200)
    asked_by_pk = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=10, choices=PlaceState.choices(), default=PlaceState.ASKED.value, db_index=True
    )
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    is_pinned = models.BooleanField(default=False)
    pinned_until = models.DateField(null=True)

    # Not what an editor would look for as a use of the page: the editor lists the places themselves.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "跨站展示"
        constraints = [
            models.UniqueConstraint(
                fields=["page", "home"],
                condition=models.Q(state__in=[each.value for each in OPEN]),
                name="one_open_place_per_site",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PlaceState.SHOWN.value)
                | (models.Q(column__isnull=False) & ~models.Q(decided_by="")),
                name="a_shown_place_was_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} → {self.where}"

    @property
    def where(self) -> str:
        """Site and column, as the log and the desk write them."""
        return f"{self.home.title} › {self.column.title}" if self.column else self.home.title

    @property
    def place_state(self) -> PlaceState:
        """`state` with its label."""
        return PlaceState(self.state)

    @classmethod
    def unpin_due(cls, now: datetime) -> int:
        """End the pins whose last day is over; how many."""
        today = now.astimezone(SHANGHAI).date()
        return int(
            cls.objects.filter(is_pinned=True, pinned_until__lt=today).update(
                is_pinned=False, pinned_until=None
            )
        )


def places_of(page: Any) -> models.QuerySet[SitePlacement]:
    """The places of a page in other sites, the newest first."""
    rows = SitePlacement.objects.filter(page=page.pk).select_related("page", "home", "column")
    return rows.order_by("-pk")


def shown_places_of(page: Any) -> list[SitePlacement]:
    """The places that go when the page is withdrawn."""
    return list(places_of(page).filter(state=PlaceState.SHOWN))

"""
What people do about a text that another site may show. The site it is of offers it, or the other asks for it; that
site alone decides whether and where, and takes it off. Each step asks the table of rights and leaves its entry in
the log, in one transaction.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_unpublished, post_page_move

from cms.columns.models import Column, SiteHome
from cms.core.models import ContentPage
from cms.placements.models import OPEN, SitePlacement
from cms.review import guard
from cms.review.audit import name_of, record
from cms.review.persons import all_editors_of
from cms.review.rights import Action, Duty, PlaceAction, PlaceState
from cms.review.roles import ActionRefused, in_sites_of, refuse_unless_may, rights_at


def home_of(page: Page) -> SiteHome:
    """The home of the site that a page is of."""
    return SiteHome.objects.get(path=page.path[: 2 * Page.steplen])


@transaction.atomic
def offer(user: Any, page: ContentPage, home: SiteHome, note: str = "") -> SitePlacement:
    """推荐: ask another site to show a text of one's own."""
    refuse_unless_may(user, Action.OFFER, page)
    return _ask(user, page, home, is_offer=True, note=note)


@transaction.atomic
def request(user: Any, page: ContentPage, column: Column, note: str = "") -> SitePlacement:
    """申请: ask that a column of one's own site shows a text of another."""
    if not rights_at(user, column).has(Duty.REQUEST):
        raise ActionRefused(f"您的角色不能为“{column.title}”申请展示其他网站的稿件。")
    return _ask(user, page, home_of(column), column=column, is_offer=False, note=note)


@transaction.atomic
def accept(
    user: Any,
    place: SitePlacement,
    column: Column,
    is_pinned: bool = False,
    pinned_until: date | None = None,
) -> None:
    """同意: from now on the column shows the text."""
    place = _held(user, place, PlaceAction.ACCEPT)
    if not place.page.live:
        raise ActionRefused(f"“{place.page}”已经不在网上，不能展示。")
    _refuse_own_work(user, place)
    _put(user, place, column, is_pinned, pinned_until)
    record("place.accept", "同意展示", place.page, user=user, details=place.where)


@transaction.atomic
def decline(user: Any, place: SitePlacement, reason: str) -> None:
    """不同意: whoever asked reads why."""
    place = _held(user, place, PlaceAction.DECLINE)
    _end(place, PlaceState.REFUSED, user, reason)
    record("place.decline", "不同意展示", place.page, user=user, details=f"{place.where}：{reason}")


@transaction.atomic
def arrange(
    user: Any,
    place: SitePlacement,
    column: Column,
    is_pinned: bool = False,
    pinned_until: date | None = None,
) -> None:
    """Another column, or a pin."""
    place = _held(user, place, PlaceAction.ARRANGE)
    _put(user, place, column, is_pinned, pinned_until)
    details = f"{place.where}{'，置顶' if is_pinned else ''}"
    record("place.arrange", "换栏目、置顶", place.page, user=user, details=details)


@transaction.atomic
def take_off(user: Any, place: SitePlacement, reason: str) -> None:
    """取下: the site no longer shows the text; where it is from it stays."""
    place = _held(user, place, PlaceAction.TAKE_OFF)
    _end(place, PlaceState.TAKEN_OFF, user, reason)
    record("place.take_off", "取下", place.page, user=user, details=f"{place.where}：{reason}")


@transaction.atomic
def recall(user: Any, place: SitePlacement) -> None:
    """收回, before it was decided."""
    place = _held(user, place, PlaceAction.RECALL)
    _end(place, PlaceState.RECALLED, user)
    record("place.recall", "收回", place.page, user=user, details=place.where)


def may(user: Any, action: PlaceAction, place: SitePlacement) -> bool:
    """Whether the table gives `user` the action on `place` as it stands."""
    at_source = action is PlaceAction.RECALL and place.is_offer
    rights = rights_at(user, place.page if at_source else place.home)
    return rights.may_place(action, place.place_state)


def refuse_unless_may_place(user: Any, action: PlaceAction, place: SitePlacement) -> None:
    """ActionRefused, with a sentence for the user, when the table does not give the action."""
    if not may(user, action, place):
        raise ActionRefused(
            f"“{place.page}”在“{place.home.title}”现在是“{place.place_state.label}”，"
            f"您的角色不能执行“{action.label}”。"
        )


def objection(user: Any, place: SitePlacement) -> str:
    """Why `user` is not the person to accept; empty when they may. Nobody approves their own work."""
    if user.pk == place.asked_by_pk:
        return "这次展示由您提出，请由本网站的其他终审人员或网站管理员决定。"
    if user.pk in all_editors_of(place.page, place.page.latest_revision_id or 0):
        return "您写过这篇稿件，请由本网站的其他终审人员或网站管理员决定。"
    return ""


def waiting_for(user: Any) -> QuerySet[SitePlacement]:
    """What the sites of `user` were asked, oldest first."""
    return _rows(in_sites_of(user, "home__path"), state=PlaceState.ASKED).order_by("asked_at", "pk")


def shown_at(user: Any) -> QuerySet[SitePlacement]:
    """What the sites of `user` show of others, the newest first."""
    return _rows(in_sites_of(user, "home__path"), state=PlaceState.SHOWN).order_by("-decided_at")


def over_at(user: Any) -> QuerySet[SitePlacement]:
    """What the sites of `user` declined, took back, took off or lost, the newest first: who asked reads why."""
    ended = _rows(in_sites_of(user, "home__path")).exclude(state__in=OPEN)
    return ended.order_by("-pk")


def places_from(user: Any) -> QuerySet[SitePlacement]:
    """Where texts of the sites of `user` are shown, were, or are to be, the newest first."""
    return _rows(in_sites_of(user, "page__path")).order_by("-pk")


def columns_of(home: SiteHome) -> QuerySet[Column]:
    """The public columns that a text may be put in, as they stand in the tree."""
    return Column.objects.filter(path__startswith=home.path, live=True).order_by("path")


def connect() -> None:
    """A text that is withdrawn, expires, or is moved into the site that shows it leaves its place there."""
    page_unpublished.connect(_source_is_gone, dispatch_uid="places of a page that is withdrawn")
    post_page_move.connect(_source_has_moved, dispatch_uid="places of a page that is moved")


def _source_is_gone(instance: Page, **kwargs: Any) -> None:
    _end_all(Q(page=instance.pk), "原稿已撤下")


def _source_has_moved(instance: Page, **kwargs: Any) -> None:
    # The path in memory may be that from before the move.
    path = Page.objects.values_list("path", flat=True).get(pk=instance.pk)
    is_inside = Q(page__path__startswith=F("home__path"))
    _end_all(Q(page__path__startswith=path) & is_inside, "原稿已移入这个网站")


def _end_all(condition: Q, why: str) -> None:
    for place in _rows(condition, state__in=OPEN):
        _end(place, PlaceState.ENDED, None, why)
        record("place.end", f"{why}，停止展示", place.page, details=place.where)


def _rows(condition: Q, **more: Any) -> QuerySet[SitePlacement]:
    found = SitePlacement.objects.filter(condition, **more)
    return found.select_related("page", "home", "column")


def _ask(user: Any, page: ContentPage, home: SiteHome, **asked: Any) -> SitePlacement:
    if not page.live:
        raise ActionRefused(f"“{page.title}”还没有上线。上线以后才能在其他网站展示。")
    if page.path.startswith(home.path):
        raise ActionRefused(
            f"“{page.title}”就是“{home.title}”的稿件。要在本网站的其他栏目显示，请用“同时发布到”。"
        )
    # Whoever asks at the same time waits here, and then reads the sentence.
    Page.objects.select_for_update().get(pk=page.pk)
    if _rows(Q(page=page.pk), home=home, state__in=OPEN).exists():
        raise ActionRefused(f"“{page.title}”已经在“{home.title}”展示，或正等待那里决定。")
    place = SitePlacement.objects.create(
        page=page, home=home, asked_by=name_of(user), asked_by_pk=user.pk, **asked
    )
    label = "推荐给其他网站" if place.is_offer else "申请展示"
    record("place.ask", label, page, user=user, details=place.where)
    return place


def _held(user: Any, place: SitePlacement, action: PlaceAction) -> SitePlacement:
    """The place as it is now, for this transaction alone, when `user` may."""
    now = SitePlacement.objects.select_for_update().get(pk=place.pk)
    refuse_unless_may_place(user, action, now)
    return now


def _refuse_own_work(user: Any, place: SitePlacement) -> None:
    if why := objection(user, place):
        raise ActionRefused(why)


def _put(
    user: Any, place: SitePlacement, column: Column, is_pinned: bool, pinned_until: date | None
) -> None:
    if not columns_of(place.home).filter(pk=column.pk).exists():
        raise ActionRefused(f"“{column.title}”不是“{place.home.title}”的公开栏目，请另选一个。")
    place.column, place.is_pinned, place.pinned_until = column, is_pinned, pinned_until
    place.state = PlaceState.SHOWN.value
    place.decided_by, place.decided_at = name_of(user), timezone.now()
    with guard.permitted(place.page_id):
        place.save()


def _end(place: SitePlacement, state: PlaceState, user: Any, reason: str = "") -> None:
    place.state, place.reason = state.value, reason
    place.decided_by, place.decided_at = name_of(user), timezone.now()
    place.save()

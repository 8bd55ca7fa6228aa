"""The pages of the desk for 跨站展示: the list, 推荐, 申请, and what is done to one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages
from wagtail.models import Page

from cms.columns.models import Column, SiteHome
from cms.core.models import ContentPage
from cms.placements import placing
from cms.placements.forms import OfferForm, PlaceForm, ReasonForm, RequestForm
from cms.placements.models import OPEN, SitePlacement
from cms.review.rights import Action, Duty, PlaceAction
from cms.review.roles import (
    ActionRefused,
    has_duty,
    homes_with,
    refuse_unless_may,
    works_in_a_site,
)

LINES = 50


@dataclass(frozen=True, slots=True)
class PlaceStep:
    """A step as the desk offers it."""

    action: PlaceAction
    form: type[forms.Form]
    do: Callable[[Any, SitePlacement, dict[str, Any]], object]
    done: str
    icon: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Line:
    """A place, the site its text is of, and the steps that are open now."""

    place: SitePlacement
    source: str
    steps: tuple[PlaceStep, ...]


STEPS = {
    step.action.value: step
    for step in (
        PlaceStep(
            PlaceAction.ACCEPT, PlaceForm,
            lambda user, place, data: placing.accept(user, place, **data),
            "已同意，随下一次构建在栏目中出现。", "check",
            "栏目列表、首页、订阅中列出这篇稿件，点开是来源网站的原文。来源网站改正或撤下，这里随之改变。",
        ),
        PlaceStep(
            PlaceAction.DECLINE, ReasonForm,
            lambda user, place, data: placing.decline(user, place, data["reason"]),
            "已回复不同意。", "cross", "稿件在来源网站不受影响。",
        ),
        PlaceStep(
            PlaceAction.ARRANGE, PlaceForm,
            lambda user, place, data: placing.arrange(user, place, **data),
            "已改动。", "edit", "换到本网站的另一个栏目，或改动置顶。",
        ),
        PlaceStep(
            PlaceAction.TAKE_OFF, ReasonForm,
            lambda user, place, data: placing.take_off(user, place, data["reason"]),
            "已取下。", "download", "本网站不再列出这篇稿件；稿件在来源网站不受影响。",
        ),
        PlaceStep(
            PlaceAction.RECALL, forms.Form,
            lambda user, place, data: placing.recall(user, place),
            "已收回。", "undo", "收回以后，对方不再看到；需要时可以重新提出。",
        ),
    )
}  # fmt: skip


def index(request: HttpRequest) -> HttpResponse:
    """What was asked, what one's sites show of others, where their own texts are shown."""
    user = request.user
    if not works_in_a_site(user):
        raise ActionRefused("跨站展示由各网站的编辑、审核人员和网站管理员查看。")
    context = {
        "waiting": _page_of(request, placing.waiting_for(user), "waiting"),
        "shown": _page_of(request, placing.shown_at(user), "shown"),
        "over": _page_of(request, placing.over_at(user), "over"),
        "own": _page_of(request, placing.places_from(user), "own"),
        "may_request": has_duty(user, Duty.REQUEST),
    }
    return render(request, "placements/index.html", context)


def _page_of(request: HttpRequest, places: QuerySet[SitePlacement], name: str) -> dict[str, Any]:
    """The part of a long list that `name` in the address asks for."""
    pages = Paginator(places, LINES).get_page(request.GET.get(name))
    return {"pages": pages, "lines": lines_of(request.user, pages)}


def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The text where the public reads it: looked up when it is asked for, not for each line of a list."""
    place = get_object_or_404(SitePlacement.objects.select_related("page"), pk=pk, page__live=True)
    return redirect(place.page.full_url)


def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """推荐给其他网站."""
    page = get_object_or_404(ContentPage, pk=pk).specific
    refuse_unless_may(request.user, Action.OFFER, page)
    taken = SitePlacement.objects.filter(page=page.pk, state__in=OPEN).values("home")
    others = SiteHome.objects.exclude(pk__in=taken).exclude(pk=placing.home_of(page).pk)
    form = OfferForm(_sent(request), homes=others.order_by("path"))
    if form.is_valid():
        place = placing.offer(request.user, page, **form.cleaned_data)
        messages.success(request, f"已把“{page.title}”推荐给“{place.home.title}”，等那里决定。")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "placements/offer.html", {"page": page, "form": form})


def ask(request: HttpRequest) -> HttpResponse:
    """申请展示其他网站的稿件."""
    homes = homes_with(request.user, Duty.REQUEST)
    if not homes:
        raise ActionRefused("申请展示其他网站的稿件，由各网站的编辑提出。")
    form = RequestForm(
        _sent(request), columns=_columns(homes), initial={"page": request.GET.get("page")}
    )
    if form.is_valid():
        place = placing.request(request.user, **form.cleaned_data)
        messages.success(
            request, f"已申请在“{place.where}”展示“{place.page}”，等终审人员或网站管理员决定。"
        )
        return redirect("placements")
    return render(request, "placements/request.html", {"form": form})


def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask for what the step needs, and do it."""
    place = get_object_or_404(SitePlacement.objects.select_related("page", "home"), pk=pk)
    what = STEPS[name]
    placing.refuse_unless_may_place(request.user, what.action, place)
    form = _form(what, request, place)
    if form.is_valid() and "preview" in request.POST:
        return _with(place, form.cleaned_data).make_preview_request(request, "list")
    if form.is_valid():
        what.do(request.user, place, form.cleaned_data)
        messages.success(request, f"“{place.page}”：{what.done}")
        return redirect("placements")
    why = placing.objection(request.user, place) if what.action is PlaceAction.ACCEPT else ""
    (line,) = lines_of(request.user, [place])
    # What can be done is done below.
    alone = replace(line, steps=())
    context = {
        "line": line,
        "lines": [alone],
        "step": what,
        "form": form,
        "objection": why,
        "preview": what.form is PlaceForm and place.is_previewable(),
    }
    return render(request, "placements/step.html", context)


def _with(place: SitePlacement, data: dict[str, Any]) -> SitePlacement:
    """The place as it would be shown, in memory."""
    place.column, place.is_pinned = data["column"], data["is_pinned"]
    return place


def lines_of(user: Any, places: Iterable[SitePlacement]) -> list[Line]:
    """How the desk shows places to `user`."""
    titles = dict(SiteHome.objects.values_list("path", "title"))
    return [
        Line(
            place,
            source=titles[place.page.path[: 2 * Page.steplen]],
            steps=tuple(step for step in STEPS.values() if placing.may(user, step.action, place)),
        )
        for place in places
    ]


def _form(what: PlaceStep, request: HttpRequest, place: SitePlacement) -> forms.Form:
    if what.form is not PlaceForm:
        return what.form(_sent(request))
    known = {
        "column": place.column,
        "is_pinned": place.is_pinned,
        "pinned_until": place.pinned_until,
    }
    return PlaceForm(_sent(request), columns=placing.columns_of(place.home), initial=known)


def _columns(homes: list[Page]) -> QuerySet[Column]:
    """Of several sites, one after the other."""
    below = reduce(or_, (Q(path__startswith=home.path) for home in homes))
    return Column.objects.filter(below, live=True).order_by("path")


def _sent(request: HttpRequest) -> Any:
    """What a form is bound to: a form that asks nothing is sent empty."""
    return request.POST if request.method == "POST" else None

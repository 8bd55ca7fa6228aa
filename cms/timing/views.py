"""The pages of the desk for 发布包."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from wagtail.admin import messages

from cms.core.models import ContentPage
from cms.review.rights import Duty
from cms.review.roles import ActionRefused, has_duty
from cms.timing import bundles, forms
from cms.timing.models import Bundle

_OLD_ONES = 50


def index(request: HttpRequest) -> HttpResponse:
    """Those that wait, the next first, and those that were."""
    _refuse_unless_manager(request)
    found = bundles.bundles_of(request.user).annotate(size=Count("pages"))
    is_open = Q(status__in=[Bundle.Status.WAITING, Bundle.Status.FAILED])
    context = {
        "open": found.filter(is_open).order_by("publish_at", "pk"),
        "closed": found.exclude(is_open).order_by("-ended_at")[:_OLD_ONES],
    }
    return render(request, "timing/index.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """A new bundle."""
    _refuse_unless_manager(request)
    form = forms.BundleForm(_sent(request))
    if form.is_valid():
        bundle = bundles.make(request.user, **form.cleaned_data)
        messages.success(request, f"发布包“{bundle}”已建立，请放入稿件。")
        return redirect("timing_bundle", bundle.pk)
    return render(request, "timing/add.html", {"form": form})


def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """One bundle: its pages, what holds them, and what can be done."""
    _refuse_unless_manager(request)
    it = get_object_or_404(bundles.bundles_of(request.user), pk=pk)
    is_time, is_page = (request.POST.get("do") == word for word in ("time", "page"))
    time_form = forms.TimeForm(
        request.POST if is_time else None,
        initial={"publish_at": timezone.localtime(it.publish_at)},
    )
    page_form = forms.PageForm(request.POST if is_page else None)
    if request.method == "POST" and _do(request, it, time_form, page_form):
        return redirect("timing_bundle", it.pk)
    contents = bundles.contents(it)
    context = {
        "bundle": it,
        "lines": [(*line, _may_open(request.user, line[1])) for line in contents],
        "held": sum(1 for _, _, why in contents if why),
        "time_form": time_form,
        "page_form": page_form,
    }
    return render(request, "timing/bundle.html", context)


def _do(request: HttpRequest, it: Bundle, time: forms.TimeForm, page: forms.PageForm) -> bool:
    """What the pressed button says; False when its form is not filled in right."""
    steps: dict[str, tuple[bool, Callable[[], Any], str]] = {
        "time": (
            time.is_valid(),
            lambda: bundles.set_time(request.user, it, time.cleaned_data["publish_at"]),
            "已改定发布时间。",
        ),
        "page": (
            page.is_valid(),
            lambda: bundles.add(request.user, it, page.cleaned_data["page"].specific),
            "已放入发布包。",
        ),
        "remove": (
            True,
            lambda: bundles.remove(request.user, it, int(request.POST["page_pk"])),
            "已移出发布包。",
        ),
        "cancel": (True, lambda: bundles.cancel(request.user, it), "发布包已取消。"),
    }
    is_filled_in, do, done = steps[request.POST["do"]]
    if is_filled_in:
        do()
        messages.success(request, done)
    return is_filled_in


def _may_open(user: Any, page: ContentPage | None) -> bool:
    return page is not None and page.permissions_for_user(user).can_edit()


def _refuse_unless_manager(request: HttpRequest) -> None:
    if not has_duty(request.user, Duty.BUNDLE):
        raise ActionRefused("发布包由网站管理员编排。")


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None

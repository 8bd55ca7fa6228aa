"""
The pages of the desk: a step on a page, the board of emergency publications, the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.models import Page, ReferenceIndex

from cms.core.models import ContentPage
from cms.placements.models import shown_places_of
from cms.policies.index_numbers import IndexNumberError
from cms.review import forms, steps
from cms.review.audit import as_csv, record
from cms.review.models import AuditEntry, EmergencyPublication
from cms.review.rights import Action, Duty
from cms.review.roles import (
    ActionRefused,
    has_duty,
    in_sites_of,
    refuse_unless_may,
    works_in_a_site,
)

LOG_LINES = 50


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the desk offers it: what is asked, what is done, what is said."""

    action: Action
    title: str
    form: type[forms.StepForm]
    do: Callable[[Any, Page, dict[str, Any]], object]
    done: str
    icon: str
    button: str
    explanation: str = ""


def _refuse(user: Any, page: Page, data: dict[str, Any]) -> None:
    labels = dict(forms.fields_of(page))
    steps.refuse(user, page, data["comment"], data["field"], labels.get(data["field"], ""))


STEPS = {
    "approve": Step(
        Action.APPROVE, "审核通过", forms.ApproveForm,
        lambda user, page, data: steps.approve(user, page, data["comment"]),
        "已通过。", "check", "通过", "通过后进入下一审；终审通过后稿件立即发布，定时的到时发布。",
    ),
    "refuse": Step(
        Action.REFUSE, "退回修改", forms.RefuseForm, _refuse, "已退回编辑。", "cross", "退回",
    ),
    "clear": Step(
        Action.CLEAR, "保密审查", forms.ClearForm,
        lambda user, page, data: steps.clear(user, page, data["basis"], data["opinion"]),
        "保密审查已登记。", "key", "登记", "登记审查人、时间和依据。正文改动后须重新审查。",
    ),
    "recall": Step(
        Action.RECALL, "收回送审", forms.RecallForm,
        lambda user, page, data: steps.recall(user, page),
        "已收回，可以继续修改。", "undo", "收回", "收回后可以继续修改。重新送审时从初审开始。",
    ),
    "emergency": Step(
        Action.EMERGENCY, "紧急发布", forms.EmergencyForm,
        lambda user, page, data: steps.publish_in_emergency(user, page, data["reason"]),
        "已紧急发布，请尽快安排事后复核。", "warning", "立即发布",
        "不经三审，最新一稿立即上线。只用于突发事件、重大险情等不能等待的情形。",
    ),
    "withdraw": Step(
        Action.WITHDRAW, "撤下", forms.WithdrawForm,
        lambda user, page, data: steps.withdraw(user, page, data["kind"], data["reason"]),
        "已撤下。", "download", "撤下",
        "页面和它在列表、订阅、搜索中的一切踪迹随下一次构建消失，地址显示“已撤下”。",
    ),
}  # fmt: skip


def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask for what the step needs, and do it."""
    page = get_object_or_404(ContentPage, pk=pk).specific
    what = STEPS[name]
    refuse_unless_may(request.user, what.action, page)
    form = what.form(_sent(request), page=page)
    if form.is_valid():
        try:
            what.do(request.user, page, form.cleaned_data)
        except (ValidationError, IndexNumberError) as error:
            form.add_error(None, _sentences(page, error))
        else:
            messages.success(request, f"“{page.title}”：{what.done}")
            return redirect("wagtailadmin_home")
    context = {"page": page, "step": what, "form": form}
    if what.action is Action.WITHDRAW:
        context |= {"linking": linking_pages(page), "places": shown_places_of(page)}
    return render(request, "review/step.html", context)


def _sent(request: HttpRequest) -> Any:
    """What a form is bound to: a form that asks nothing is sent empty."""
    return request.POST if request.method == "POST" else None


def _sentences(page: Page, error: ValidationError | IndexNumberError) -> list[str]:
    if isinstance(error, IndexNumberError):
        return [str(error)]
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    labels = dict(forms.fields_of(page))
    return [
        f"{labels.get(field, field)}：{message}"
        for field, sentences in error.message_dict.items()
        for message in sentences
    ]


def linking_pages(page: Page) -> list[tuple[str, str]]:
    """Title and editor's address of what links to the page: the links become plain text when it goes."""
    sources = {
        (reference.base_content_type_id, reference.object_id)
        for reference in ReferenceIndex.get_references_to(page).select_related("base_content_type")
    }
    page_type = page.get_base_content_type().pk
    pages = Page.objects.filter(pk__in=[key for kind, key in sources if kind == page_type])
    return [
        (found.title, reverse("wagtailadmin_pages:edit", args=[found.pk]))
        for found in pages.exclude(pk=page.pk).order_by("title")
    ]


def emergencies(request: HttpRequest) -> HttpResponse:
    """The board: what waits to be reviewed, what was, and how many there were this year."""
    entries = emergencies_of(request.user)
    if entries is None:
        raise ActionRefused("紧急发布由各网站的编辑、审核人员和网站管理员查看。")
    year = timezone.localdate().year
    context = {
        "open": entries.filter(reviewed_at=None).order_by("at"),
        "closed": entries.exclude(reviewed_at=None).order_by("-at")[:LOG_LINES],
        "year": year,
        "count": entries.filter(at__year=year).count(),
        "may_review": has_duty(request.user, Duty.REVIEW_AFTERWARDS),
    }
    return render(request, "review/emergencies.html", context)


def emergencies_of(user: Any) -> QuerySet[EmergencyPublication] | None:
    """Those at the sites of `user`; None for somebody who has no role at any."""
    if not works_in_a_site(user):
        return None
    return EmergencyPublication.objects.filter(in_sites_of(user, "site_path"))


def afterwards(request: HttpRequest, pk: int) -> HttpResponse:
    """事后复核 of one emergency publication."""
    entry = get_object_or_404(EmergencyPublication, pk=pk)
    if why := steps.objection_to_reviewing(request.user, entry):
        raise ActionRefused(why)
    form = forms.AfterwardsForm(_sent(request))
    if form.is_valid():
        steps.review_afterwards(request.user, entry, form.cleaned_data["conclusion"])
        messages.success(request, f"“{entry.page_title}”的紧急发布已复核。")
        return redirect("review_emergencies")
    page = Page.objects.filter(pk=entry.page_pk).first()
    return render(request, "review/afterwards.html", {"entry": entry, "page": page, "form": form})


def log(request: HttpRequest) -> HttpResponse:
    """The log, newest first."""
    entries, form = _asked_for(request)
    pages = Paginator(entries.order_by("-pk"), LOG_LINES)
    context = {
        "lines": pages.get_page(request.GET.get("p")),
        "form": form,
        "query": _without_page(request),
    }
    return render(request, "review/log.html", context)


def export_log(request: HttpRequest) -> StreamingHttpResponse:
    """The log as CSV, oldest first; that it was exported is in the log too."""
    entries, _ = _asked_for(request)
    record("log.export", "导出日志", details=_without_page(request) or "全部")
    name = f"log-{timezone.localdate():%Y%m%d}.csv"
    return StreamingHttpResponse(
        as_csv(entries.order_by("pk")),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _asked_for(request: HttpRequest) -> tuple[QuerySet[AuditEntry], forms.LogForm]:
    if not has_duty(request.user, Duty.READ_LOG):
        raise ActionRefused("日志只由审计管理员查看和导出。")
    form = forms.LogForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    entries = AuditEntry.objects.all()
    if since := asked.get("since"):
        entries = entries.filter(at__gte=_midnight(since))
    if until := asked.get("until"):
        entries = entries.filter(at__lt=_midnight(until + timedelta(days=1)))
    if who := asked.get("who"):
        entries = entries.filter(user_name__icontains=who)
    if what := asked.get("what"):
        entries = entries.filter(
            Q(action_label__icontains=what)
            | Q(object_label__icontains=what)
            | Q(details__icontains=what)
        )
    if outcome := asked.get("outcome"):
        entries = entries.filter(outcome=outcome)
    return entries, form


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("p", None)
    return str(query.urlencode())

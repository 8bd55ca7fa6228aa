"""The pages of the desk about sharing: 分享预览 of a draft, and all links of one's sites."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.core.models import ContentPage
from cms.preview import sharing
from cms.preview.forms import ShareForm
from cms.preview.models import ShareLink
from cms.review.rights import Action
from cms.review.roles import ActionRefused, refuse_unless_may

LINES = 50


def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for whom and for how long; then the list, with the new link first."""
    page = get_object_or_404(ContentPage, pk=pk).specific
    refuse_unless_may(request.user, Action.SHARE, page)
    if not page.is_previewable():
        raise Http404
    form = ShareForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        link = sharing.share(request.user, page, **form.cleaned_data)
        messages.success(
            request, f"已为“{page.title}”建立分享链接，请复制后发给 {link.recipient}。"
        )
        return redirect("preview_links")
    return render(request, "preview/share.html", {"page": page, "form": form})


def links(request: HttpRequest) -> HttpResponse:
    """All links of the user's sites, newest first."""
    found = sharing.links_of(request.user)
    if found is None:
        raise ActionRefused("分享链接由各网站的编辑和网站管理员查看。")
    pages = Paginator(found, LINES)
    context = {"links": pages.get_page(request.GET.get("p")), "now": timezone.now()}
    return render(request, "preview/links.html", context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a link at once."""
    link = get_object_or_404(ShareLink, pk=pk)
    sharing.revoke(request.user, link)
    messages.success(request, f"给 {link.recipient} 的分享链接已撤销，立即失效。")
    return redirect("preview_links")

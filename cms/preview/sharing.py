"""Sharing a draft with people who have no account: made, looked up and revoked here, each in the log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from cms.preview.models import ShareLink
from cms.review.audit import name_of, record
from cms.review.rights import SUPERUSER_ROLES, Action, Rights
from cms.review.roles import ActionRefused, grants_of, refuse_unless_may, rights_at


@transaction.atomic
def share(user: Any, page: Page, recipient: str, days: int) -> ShareLink:
    """A link to the newest draft of the page, for so many days."""
    refuse_unless_may(user, Action.SHARE, page)
    link = ShareLink.objects.create(
        page=page,
        revision=page.get_latest_revision() or page.specific.save_revision(user=user),
        recipient=recipient,
        created_by=name_of(user),
        expires_at=timezone.now() + timedelta(days=days),
    )
    until = timezone.localtime(link.expires_at)
    details = f"分享链接 {link.pk}，给 {recipient}，有效期至 {until:%Y-%m-%d %H:%M}"
    record("preview.share", "分享预览", page, user=user, details=details)
    return link


@transaction.atomic
def revoke(user: Any, link: ShareLink) -> None:
    """Close the link at once."""
    if not may_revoke(user, link):
        raise ActionRefused("分享链接由本网站的编辑和网站管理员撤销。")
    link.revoke(name_of(user))
    details = f"分享链接 {link.pk}，给 {link.recipient}"
    record("preview.revoke", "撤销分享", link.page, user=user, details=details)


def may_revoke(user: Any, link: ShareLink) -> bool:
    """Whoever may ever share at the site of the page."""
    return rights_at(user, link.page).has_any(Action.SHARE)


def links_of(user: Any) -> QuerySet[ShareLink] | None:
    """The links of the sites at which `user` may share, newest first; None where there is none."""
    links = ShareLink.objects.select_related("page").order_by("-pk")
    if user.is_superuser:
        return links if Rights(set(SUPERUSER_ROLES)).has_any(Action.SHARE) else None
    paths = [
        path
        for role, path in grants_of(user)
        if path is not None and Rights({role}).has_any(Action.SHARE)
    ]
    if not paths:
        return None
    at_sites = Q()
    for path in paths:
        at_sites |= Q(page__path__startswith=path)
    return links.filter(at_sites)

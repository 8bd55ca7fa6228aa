"""
三审 by three persons: which of them somebody may give a text. A person reviews one time only, and never what
they changed themselves; a small site's exception (`ReviewSettings`) lifts the first, never the second.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision, Site

from cms.review.models import LEVELS, Approval, ReviewSettings


def editors_of(page: Page, revision: Revision) -> set[int]:
    """Keys of the users who changed the text since what is live: in `revision` or one before it."""
    revisions = page.revisions.filter(pk__lte=revision.pk)
    if page.live and page.live_revision_id:
        revisions = revisions.filter(pk__gt=page.live_revision_id)
    return set(revisions.exclude(user=None).values_list("user_id", flat=True))


def all_editors_of(page: Page, revision_pk: int) -> set[int]:
    """Keys of the users who ever changed the text, up to this revision."""
    users = page.revisions.filter(pk__lte=revision_pk).exclude(user=None)
    return set(users.values_list("user_id", flat=True))


def is_small(page: Page) -> bool:
    """Whether the page's site is excepted from three different reviewers."""
    for site in Site.objects.filter(root_page__in=page.get_ancestors(inclusive=True)):
        return bool(ReviewSettings.for_site(site).is_small)
    return False


def objection(user: Any, page: Page, revision: Revision) -> str:
    """Why `user` is not the person to review this text; empty when they may."""
    if user.pk in editors_of(page, revision):
        return "您修改过这一稿，不能审核自己的稿件。请由其他人审核。"
    given = Approval.objects.filter(revision_pk=revision.pk, user_pk=user.pk).first()
    if given is not None and not is_small(page):
        return f"您已经做过这一稿的{given.get_level_display()}，三审须由三个不同的人进行。"
    return ""


def has_three_reviews(page_pk: int, revision_pk: int, text: str) -> bool:
    """Whether all three reviews of this text in this revision are there, by the right persons."""
    given = dict(
        Approval.objects.filter(
            page_pk=page_pk, revision_pk=revision_pk, fingerprint=text
        ).values_list("level", "user_pk")
    )
    if set(given) != {level for level, _ in LEVELS}:
        return False
    page = Page.objects.get(pk=page_pk)
    revision = Revision.objects.get(pk=revision_pk)
    persons = set(given.values())
    if persons & editors_of(page, revision):
        return False
    return len(persons) == len(LEVELS) or is_small(page)

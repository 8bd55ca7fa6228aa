"""A second site beside that of the desk, with the same people in its roles."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Collection, Page, Site

from cms.columns.models import Column, SiteHome
from cms.news.models import Article
from cms.review.groups import ensure_site, group_of
from cms.review.rights import SITE_ROLES, Role
from cms.timing import bundles
from cms.timing.models import Bundle
from tests.cms.feed.city import a_column
from tests.cms.review.desk import REVIEWS, Desk, fresh


def a_second_site(desk: Desk) -> Column:
    """A column of it."""
    home = Page.get_first_root_node().add_child(instance=SiteHome(title="另一", slug="other"))
    site = Site.objects.create(hostname="other.example.gov.cn", root_page=home)
    root = Collection.get_first_root_node()
    ensure_site(home, site, "另一", root.add_child(instance=Collection(name="另一")))
    for role in SITE_ROLES:
        desk.people[role].groups.add(group_of(role, home))
        # What a person may do is remembered for a request.
        desk.people[role].__dict__.pop("_review_grants", None)
    return home.add_child(instance=a_column("通知", "tz"))


def a_draft(desk: Desk, column: Column, title: str) -> Article:
    """A text of the editor's in `column`."""
    page = Article(title=title, live=False, owner=desk.people[Role.EDITOR])
    column.add_child(instance=page)
    page.save_revision(user=desk.people[Role.EDITOR])
    return fresh(page)


def a_bundle(desk: Desk, *pages: Any, at: datetime | None = None) -> Bundle:
    """A bundle of these pages, by the site manager; in an hour if nothing else is said."""
    manager = desk.people[Role.SITE_MANAGER]
    bundle = bundles.make(manager, "防汛预案", at or timezone.now() + timedelta(hours=1))
    for page in pages:
        bundles.add(manager, bundle, fresh(page))
    return bundle


def passed(desk: Desk, page: Any) -> Any:
    """The page after three reviews."""
    return desk.pass_reviews(desk.submit(fresh(page)), *REVIEWS)

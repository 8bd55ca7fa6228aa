"""
Where a page of the cms stands in public, for "view live". The public site itself is never served from here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from wagtail.models import Page, Site

from cms.core.identity import record_id
from sites.addresses import column_path, page_address

if TYPE_CHECKING:
    from django.http import HttpRequest


def page_id(page: Page) -> int:
    """The record id of a page of any type; it never changes, so that a page in memory knows it."""
    known: dict[str, int] = page.__dict__
    if "_record_id" not in known:
        known["_record_id"] = record_id(page, source=Page._meta.db_table)
    return known["_record_id"]


def site_base(site: Site, slug: str) -> str:
    """``https://<domain>``, or ``http://<slug>.localhost:8080`` where ZHANQUN_ADDRESSES is `local`."""
    if settings.ADDRESSES == "local":
        return f"http://{slug}.localhost:8080"
    return f"https://{site.hostname}"


class PublicAddress:
    """For page models: `url` and `full_url` lead to the static site."""

    public_path: Callable[[], str]
    """The path within the site, made by `sites.addresses` as the build makes it."""

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """See `wagtail.models.Page.get_url_parts`; None while the page is outside every site."""
        slugs = self.url_path.strip("/").split("/")  # type: ignore[attr-defined]
        site = self._site_at(slugs[0])
        if site is None or self.pk is None:  # type: ignore[attr-defined]
            return None
        return site.pk, site_base(site, slugs[0]), self.public_path()

    def _site_at(self, slug: str) -> Site | None:
        """A list asks for the address of each of its pages several times."""
        known = self.__dict__.setdefault("_sites_at", {})
        if slug not in known:
            known[slug] = Site.objects.filter(root_page__slug=slug, root_page__depth=2).first()
        return known[slug]


def column_slugs(page: Page) -> list[str]:
    """Slugs of a column from the site's root down; of a content page those of its column."""
    return page.url_path.strip("/").split("/")[1:]


def content_path(page: Page) -> str:
    """Path of a content page: its column's, its month, its id."""
    return page_address(column_path(column_slugs(page)[:-1]), page.published_at, page_id(page))

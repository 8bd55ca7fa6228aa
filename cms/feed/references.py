"""The ids of what a chunk of rows names, looked up in bulk."""

from __future__ import annotations

from collections import defaultdict

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, Site

from cms.columns.models import Column, SiteHome
from cms.core.identity import record_ids
from cms.core.keys import among
from cms.feed.pages import ATTACHMENTS, PAGES, PICTURES
from cms.feed.registry import page_types

SITES = "wagtailcore_site"
MEDIA = (PICTURES, ATTACHMENTS)


class ChunkReferences:
    """
    See `fields.References`. Ask with `want…` for all rows, `resolve` once, then read.

    `media` gathers the media that were read since it was last emptied.
    """

    def __init__(self) -> None:
        self.media: set[int] = set()
        self._wanted: dict[str, set[int]] = defaultdict(set)
        self._uncertain: dict[str, set[int]] = defaultdict(set)
        self._wanted_pages: set[int] = set()
        self._ids: dict[str, dict[int, int]] = {}
        self._pages: dict[int, tuple[str, int]] = {}

    def want(self, table: str, key: int) -> None:
        """Ask for the id of a row that exists."""
        self._wanted[table].add(key)

    def want_file(self, table: str, key: int) -> None:
        """Ask for the id of a picture or attachment that may be gone."""
        self._uncertain[table].add(key)

    def want_page(self, key: int) -> None:
        """Ask for kind and id of a page of any type, which may be gone."""
        self._wanted_pages.add(key)

    def resolve(self) -> None:
        """Look everything up."""
        for table, keys in self._uncertain.items():
            present = (
                _model_of(table)
                ._default_manager.filter(pk__in=among(keys))
                .values_list("pk", flat=True)
            )
            self._wanted[table].update(present)
        for table, keys in self._wanted.items():
            self._ids[table] = record_ids(table, keys)
        if self._wanted_pages:
            self._pages = _page_records(self._wanted_pages)

    def id(self, table: str, key: int) -> int:
        """The id of a row that exists."""
        found = self._ids[table][key]
        if table in MEDIA:
            self.media.add(found)
        return found

    def file(self, table: str, key: int) -> int | None:
        """The id of a picture or attachment; None when it is gone."""
        return self.id(table, key) if key in self._ids.get(table, ()) else None

    def page(self, key: int) -> tuple[str, int] | None:
        """Kind and id of a page; None when it is gone or of no kind."""
        return self._pages.get(key)


def _model_of(table: str) -> type[Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def page_kinds() -> dict[int, str]:
    """Content type → kind, for columns and page types."""
    models: dict[type[Model], str] = {
        Column: "column",
        **{model: model.feed.kind for model in page_types()},
    }
    types = ContentType.objects.get_for_models(*models)
    return {types[model].pk: kind for model, kind in models.items()}


def _page_records(keys: set[int]) -> dict[int, tuple[str, int]]:
    kinds = page_kinds()
    home = ContentType.objects.get_for_model(SiteHome).pk
    types = dict(Page.objects.filter(pk__in=among(keys)).values_list("pk", "content_type_id"))
    ids = record_ids(PAGES, types)
    found = {key: (kinds[of], ids[key]) for key, of in types.items() if of in kinds}
    homes = [key for key, of in types.items() if of == home]
    if homes:
        sites = dict(Site.objects.filter(root_page__in=homes).values_list("root_page_id", "pk"))
        site_ids = record_ids(SITES, sites.values())
        found |= {page: ("site", site_ids[site]) for page, site in sites.items()}
    return found

"""
The search of the admin (WAGTAILSEARCH_BACKENDS): of the lists, the choosers, the search page. Pages are found by any
part of what `texts` keeps, everything else by any part of its fields.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.fallback import (
    MATCH_ALL,
    MATCH_NONE,
    DatabaseSearchBackend,
    DatabaseSearchQueryCompiler,
    DatabaseSearchResults,
)
from modelsearch.index import RelatedFields
from modelsearch.query import PlainText
from wagtail.models import Page

from cms.lookup import bigrams
from cms.lookup.models import PageText
from cms.lookup.texts import catch_up
from sites.text import fold

_TEXTS = PageText._meta.db_table


def pages_with(term: str, in_head: bool = False) -> RawSQL:
    """For `filter(pk__in=…)`: the pages that contain `term`, punctuated in whatever way."""
    folded = fold(term)
    if connection.vendor == "sqlite":
        phrase = bigrams.phrase(folded)
        return RawSQL(
            f"SELECT rowid FROM {bigrams.TABLE} WHERE {bigrams.TABLE} MATCH %s",
            [f"head : {phrase}" if in_head else phrase],
        )
    columns = ("head",) if in_head else ("head", "body")
    inside = " OR ".join(f"strpos({column}, %s) > 0" for column in columns)
    return RawSQL(f"SELECT page_pk FROM {_TEXTS} WHERE {inside}", [folded] * len(columns))


class QueryCompiler(DatabaseSearchQueryCompiler):
    """What is asked, as a condition."""

    def build_single_term_filter(self, term: str) -> Q:
        model = self.queryset.model
        if issubclass(model, Page) and not self.fields:
            return Q(pk__in=pages_with(term)) if fold(term) else Q()
        found = super().build_single_term_filter(term)
        for related in model.get_search_fields():
            if isinstance(related, RelatedFields) and not self.fields:
                for field in related.fields:
                    path = f"{related.field_name}__{field.field_name}__icontains"
                    found |= Q(pk__in=model._base_manager.filter(**{path: term}).values("pk"))
        return found


class Results(DatabaseSearchResults):
    """Pages whose title or number contains what was asked come first, then the newest."""

    def get_queryset(self) -> QuerySet[Any]:
        compiler = self.query_compiler
        condition = compiler.build_database_filter(compiler.query)
        found = compiler.queryset
        if condition == MATCH_NONE:
            found = found.none()
        elif condition != MATCH_ALL:
            found = found.filter(condition)
        if compiler.order_by_relevance and issubclass(found.model, Page):
            return found.order_by(*self._relevance(), "-latest_revision_created_at", "-pk")
        return found if found.query.order_by else found.order_by("-pk")

    def _do_search(self) -> list[Any]:
        """Sorts keys alone: what a list wants to know of a page is asked for the pages that it shows."""
        found = self.get_queryset()
        keys = list(found.values_list("pk", flat=True)[self.start : self.stop])
        shown = self.query_compiler.queryset.filter(pk__in=keys).order_by()
        rows = {row.pk: row for row in shown}
        return [rows[key] for key in keys if key in rows]

    def _do_count(self) -> int:
        return int(self.get_queryset().order_by()[self.start : self.stop].count())

    def _relevance(self) -> list[Any]:
        query = self.query_compiler.query
        if not isinstance(query, PlainText):
            return []
        terms = [each for each in query.query_string.split() if fold(each)]
        in_head = Q(*(Q(pk__in=pages_with(each, in_head=True)) for each in terms))
        return [Case(When(in_head, then=Value(0)), default=Value(1))] if in_head else []


class SearchBackend(DatabaseSearchBackend):
    """See the module. It keeps no index that saving would have to write."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = QueryCompiler
    results_class = Results

    def _search(self, compiler: type, query: Any, model_or_queryset: Any, **more: Any) -> Any:
        model = getattr(model_or_queryset, "model", model_or_queryset)
        if issubclass(model, Page):
            catch_up()
        return super()._search(compiler, query, model_or_queryset, **more)

"""
稿件: every text of the sites a user works in, in one list: to be filtered by column, kind, state, editor and day, and
searched by any part of title, numbers and text.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.timezone import localtime
from django_filters.filters import (
    ChoiceFilter,
    DateFromToRangeFilter,
    ModelChoiceFilter,
    ModelMultipleChoiceFilter,
)
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column as TableColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageTitleColumn,
    PageTypeColumn,
    ParentPageColumn,
)
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page, Revision

from cms.columns.models import Column, SiteHome
from cms.core.models import ContentPage
from cms.review.dashboard import name_of_person
from cms.review.rights import State
from cms.review.roles import in_sites_of
from cms.review.states import in_state, state_of


class StateFilter(ChoiceFilter):
    """By `State`."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(in_state(State(value))) if value else qs


class ColumnFilter(ModelChoiceFilter):
    """By a column and those below it; a site is the whole of its columns."""

    def filter(self, qs: QuerySet, value: Page | None) -> QuerySet:
        return qs.filter(path__startswith=value.path) if value else qs

    @property
    def field(self) -> Any:
        field = super().field
        field.label_from_instance = lambda page: f"{'　' * (page.depth - 2)}{page.title}"
        return field


class EditorFilter(ModelChoiceFilter):
    """By who began the text or changed it last."""

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs.filter(Q(owner=value) | Q(latest_revision__user=value)) if value else qs

    @property
    def field(self) -> Any:
        field = super().field
        field.label_from_instance = name_of_person
        return field


def _columns(request: Any) -> QuerySet[Page]:
    """The sites and columns of the user, as they stand in the tree."""
    places = [kind.pk for kind in ContentType.objects.get_for_models(Column, SiteHome).values()]
    return Page.objects.filter(in_sites_of(request.user), content_type__in=places).order_by("path")


def _editors(request: Any) -> QuerySet:
    """Everybody who ever began or changed a text."""
    began = Page.objects.filter(owner=OuterRef("pk"))
    changed = Revision.objects.filter(user=OuterRef("pk"))
    users = get_user_model().objects.filter(Exists(began) | Exists(changed))
    return users.order_by("last_name", "username")


def _kinds(request: Any = None) -> QuerySet[ContentType]:
    """The types of texts."""
    kinds = ContentType.objects.get_for_models(*ContentPage.__subclasses__()).values()
    return ContentType.objects.filter(pk__in=[kind.pk for kind in kinds]).order_by("pk")


def texts_of(user: Any) -> QuerySet[Page]:
    """The texts of the sites that `user` works in; of each only what all pages have."""
    kinds = [kind.pk for kind in _kinds()]
    return Page.objects.filter(in_sites_of(user), content_type__in=kinds)


class KindFilter(ModelMultipleChoiceFilter):
    """By type of page."""

    @property
    def field(self) -> Any:
        field = super().field
        field.label_from_instance = lambda kind: str(kind.model_class()._meta.verbose_name)
        return field


class DocumentFilters(WagtailFilterSet):
    """What the list can be narrowed by."""

    column = ColumnFilter(label="栏目", queryset=_columns, empty_label="全部栏目")
    state = StateFilter(label="状态", choices=State.choices(), empty_label="全部状态")
    content_type = KindFilter(label="类型", queryset=_kinds, widget=CheckboxSelectMultiple)
    editor = EditorFilter(label="编辑", queryset=_editors, empty_label="全部人员")
    latest_revision_created_at = DateFromToRangeFilter(
        label="修改日期", widget=DateRangePickerWidget
    )
    first_published_at = DateFromToRangeFilter(label="发布日期", widget=DateRangePickerWidget)

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []


class DocumentsView(IndexView):
    """The list."""

    page_title = "稿件"
    table_classname = "listing full-width review-texts"
    default_ordering = "-latest_revision_created_at"
    base_filterset_class = DocumentFilters

    def get_base_queryset(self) -> QuerySet:
        return self.annotate_queryset(texts_of(self.request.user))

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        return super().annotate_queryset(pages.select_related("latest_revision__user", "owner"))


class DocumentsViewSet(PageListingViewSet):
    """For everybody who works on texts."""

    name = "documents_of_sites"
    url_prefix = "texts"
    model = Page
    index_view_class = DocumentsView
    filterset_class = DocumentFilters
    icon = "doc-full-inverse"
    list_per_page = 30
    columns: ClassVar[list[Any]] = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="标题", sort_key="title", classname="title"),
        ParentPageColumn("parent", label="栏目"),
        PageTypeColumn("type", label="类型", accessor="page_type_display_name"),
        TableColumn("state", label="状态", accessor=lambda page: state_of(page).label),
        TableColumn("editor", label="编辑", accessor=lambda page: _editor(page)),
        TableColumn(
            "latest_revision_created_at",
            label="修改时间",
            accessor=lambda page: minute(page.latest_revision_created_at),
            sort_key="latest_revision_created_at",
        ),
        TableColumn(
            "first_published_at",
            label="发布时间",
            accessor=lambda page: minute(page.first_published_at),
            sort_key="first_published_at",
        ),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """A text is begun in its column."""
        return {**super().get_common_view_kwargs(**kwargs), "add_url_name": None}


def minute(moment: datetime | None) -> str:
    """As the desk writes a time; empty for none."""
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _editor(page: Page) -> str:
    """Who changed the text last."""
    revision = page.latest_revision
    return name_of_person((revision and revision.user) or page.owner)

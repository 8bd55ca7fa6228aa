"""
From the composed city to rows of the cms, in one transaction.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Collection, Locale, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.bodies.models import Body
from cms.columns.models import Column, HomeBlock, HomeLink, SiteHome, SiteSettings
from cms.core.models import ContentPage, PageAttachment
from cms.demo import bodies, files, pictures, treerows
from cms.demo.items import City, Document, FileSpec, HomeSpec, Item, Part, PictureSpec
from cms.feed.registry import page_types
from cms.gazette.models import GazetteEntry, GazetteIssue
from cms.institutions.models import BodyProfile, Leader, StandingPage
from cms.interviews.models import Exchange, Guest, Interview
from cms.media.models import AttachmentFile, Picture
from cms.news.models import Article
from cms.placements.models import SitePlacement
from cms.policies.models import DocumentChange, Interpretation, PolicyDocument
from cms.review.audit import name_of
from cms.review.guard import import_right
from cms.review.rights import PlaceState
from cms.statistics.models import DataRelease
from cms.topics.models import Topic, TopicEntry
from sites.config import SiteConfig

_PROTECTED = "示例丑，示例干"
"""Names that would be written 醜 and 幹 in 繁體版."""
_REFERENCE = re.compile(r'id="(item|file):(\d+)"')
_BLOCK_IDS = uuid.UUID("00000000-0000-4000-8000-000000000000")


@transaction.atomic
def write_city(city: City, sites: tuple[SiteConfig, ...], editors: dict[str, Any]) -> None:
    """
    Put `city` into a cms that `sync_sites` has prepared and that has no content yet.

    `editors` names the user who made the pages of a site; "" is everybody else's.
    """
    with import_right("示例市"), disable_reference_index_auto_update():
        CityWriter(city, sites, editors).run()
    treerows.rebuild_search()


class CityWriter:
    """Keys of the city → rows of the cms, filled in the order in which they are needed."""

    def __init__(self, city: City, sites: tuple[SiteConfig, ...], editors: dict[str, Any]) -> None:
        self.city = city
        self.sites = {site.slug: site for site in sites}
        self.editors = editors
        self.columns = {
            column.url_path.strip("/"): column for column in Column.objects.order_by("path")
        }
        self.homes = {home.slug: home for home in SiteHome.objects.all()}
        self.collections = {found.name: found for found in Collection.objects.all()}
        self.pages: dict[int, ContentPage] = {}

    def run(self) -> None:
        """Bodies and media first, then pages, then what refers to them."""
        self.bodies = self._write_bodies()
        self.pictures = {spec.key: self._write_picture(spec) for spec in self.city.pictures}
        self.files = {spec.key: self._write_file(spec) for spec in self.city.files}
        self._write_pages()
        self._write_relations()
        for model in page_types():
            made = {page.pk: page.owner for page in self.pages.values() if type(page) is model}
            treerows.add_history(model, made)
            treerows.index(model, made)
        for home in self.city.homes:
            self._write_home(home)

    def _write_bodies(self) -> dict[str, Body]:
        rows = {body.name: body for body in Body.objects.all()}
        for site in self.sites.values():
            host = rows[site.host_body]
            host.short_name = site.short_name
            host.functions = bodies.functions(site.slug)
            if not site.is_portal:
                host.parent = rows[next(iter(self.sites.values())).host_body]
        for spec in self.city.bodies:
            rows[spec.name] = Body(
                name=spec.name,
                short_name=spec.short_name,
                credit_code=spec.credit_code,
                parent=rows.get(spec.parent),
                functions=spec.functions,
                address=spec.address,
                phone=spec.phone,
                hours=spec.hours,
                position=spec.position,
            )
        for body in rows.values():
            body.save()
            body.save_revision(user=self._editor("")).publish(user=self._editor(""))
        return rows

    def _write_picture(self, spec: PictureSpec) -> Picture:
        picture = Picture(
            title=f"{spec.alt.partition('，')[0]}（{spec.key:03}）",
            description=spec.alt,
            collection=self._collection(spec.site),
            uploaded_by_user=self._editor(spec.site),
        )
        picture.file = ContentFile(pictures.draw(spec), name=spec.name)
        picture.save()
        return picture

    def _write_file(self, spec: FileSpec) -> AttachmentFile:
        row = AttachmentFile(
            title=spec.title[:200],
            collection=self._collection(spec.site),
            uploaded_by_user=self._editor(spec.site),
        )
        row.file = ContentFile(files.content(spec), name=spec.name)
        row.save()
        return row

    def _write_pages(self) -> None:
        """Links need keys, so the `Page` rows of all come before the text of any."""
        for item in self.city.items:
            self.pages[item.key] = self._page(item)
        parents = {column.pk: column for column in self.columns.values()}
        treerows.add_page_rows(list(self.pages.values()), parents)
        for item in self.city.items:
            page = self.pages[item.key]
            page.body = json.dumps(self._blocks(item), ensure_ascii=False)
            if item.reprints:
                page.link_url = self.pages[item.reprints].get_full_url()
            if item.document:
                self._complete(page, item, item.document)
            if item.explains:
                page.document_id = self.pages[item.explains.document].pk
                page.form = item.explains.form
        treerows.add_own_rows(self.pages.values())

    def _page(self, item: Item) -> ContentPage:
        model = _model(item)
        page = model(
            title=item.title,
            draft_title=item.title,
            slug=f"{item.published_at:%Y%m%d}-{item.key}",
            locale=Locale.get_default(),
            translation_key=_block_id(item.key, 9999),
            content_type=ContentType.objects.get_for_model(model),
            owner=self._editor(item.site),
            live=True,
            first_published_at=item.published_at,
            last_published_at=item.updated_at or item.published_at,
            latest_revision_created_at=item.updated_at or item.published_at,
            summary=item.summary,
            keywords="，".join(item.keywords),
            content_source=item.source,
            issuing_body=self.bodies[item.body],
            author=item.author,
            editor=item.editor,
            is_pinned=item.pinned_until is not None,
            pinned_until=item.pinned_until,
        )
        if isinstance(page, Article):
            page.subtitle = item.subtitle
        if isinstance(page, Article | GazetteIssue | Interpretation | Leader | Topic):
            page.picture = self.pictures[item.picture] if item.picture else None
        if item.leader:
            page.post, page.duties, page.rank = (
                item.leader.post,
                item.leader.duties,
                item.leader.rank,
            )
        if item.figures:
            page.period, page.chart_column = item.figures.period, item.figures.chart_column
            page.table = "\n".join("\t".join(row) for row in item.figures.rows)
        if item.issue:
            page.year, page.number = item.issue.year, item.issue.number
            page.total_number = item.issue.total_number
        if item.talk:
            page.held_on = item.talk.held_on
        if item.standing:
            page.rank, page.shows_contact = item.standing.rank, item.standing.shows_contact
        if item.topic:
            page.ends_on = item.topic.ends_on
            page.is_archived = bool(page.ends_on and page.ends_on < self.city.as_of)
        if item.describes:
            page.described_body = self.bodies[item.describes]
        page.parent_pk = self.columns[f"{item.site}/{item.column}"].pk
        return page

    def _complete(self, page: PolicyDocument, item: Item, document: Document) -> None:
        page.index_number = page.allocated_index_number(item.published_at)
        page.document_number = document.number
        page.issued_on = document.issued_on
        page.effective_on = document.effective_on
        page.expires_on = document.expires_on
        page.is_expired = bool(document.expires_on and document.expires_on < self.city.as_of)
        page.subject = document.subject
        page.genre = document.genre

    def _blocks(self, item: Item) -> list[dict[str, Any]]:
        return [
            {
                "type": part.kind,
                "value": self._value(part),
                "id": str(_block_id(item.key, number)),
            }
            for number, part in enumerate(item.parts, 1)
        ]

    def _value(self, part: Part) -> Any:
        if part.kind == "picture":
            return {"picture": self.pictures[int(part.content)].pk, "caption": part.caption}
        return _REFERENCE.sub(self._reference, part.content)

    def _reference(self, match: re.Match[str]) -> str:
        rows = self.pages if match[1] == "item" else self.files
        return f'id="{rows[int(match[2])].pk}"'

    def _write_relations(self) -> None:
        attachments, places, changes, entries = [], [], [], []
        for item in self.city.items:
            page = self.pages[item.key]
            attachments += [
                PageAttachment(page_id=page.pk, file=self.files[key], sort_order=number)
                for number, key in enumerate(item.attachments)
            ]
            places += [
                self._place(page, self.columns[f"{site}/{column}"]) for site, column in item.also_in
            ]
            changes += [
                DocumentChange(
                    document_id=page.pk,
                    changed_id=self.pages[change.document].pk,
                    effect=change.effect,
                    takes_effect_on=change.on,
                    is_in_effect=change.on <= self.city.as_of,
                )
                for change in (item.document.changes if item.document else ())
            ]
            entries += [
                TopicEntry(
                    topic_id=page.pk,
                    heading=heading,
                    target_id=self._target(item.site, target),
                    sort_order=number,
                )
                for number, (heading, target) in enumerate(item.topic.entries if item.topic else ())
            ]
        PageAttachment.objects.bulk_create(attachments, batch_size=200)
        SitePlacement.objects.bulk_create(places, batch_size=200)
        DocumentChange.objects.bulk_create(changes, batch_size=200)
        TopicEntry.objects.bulk_create(entries, batch_size=200)
        for item in self.city.items:
            self._write_issue(item)
            self._write_talk(item)

    def _write_issue(self, item: Item) -> None:
        for number, (heading, key) in enumerate(item.issue.entries if item.issue else ()):
            GazetteEntry.objects.create(
                issue_id=self.pages[item.key].pk,
                heading=heading,
                document_id=self.pages[key].pk,
                sort_order=number,
            )

    def _write_talk(self, item: Item) -> None:
        if item.talk is None:
            return
        page = self.pages[item.key].pk
        for number, (name, post) in enumerate(item.talk.guests):
            Guest.objects.create(interview_id=page, name=name, post=post, sort_order=number)
        for number, (question, answer) in enumerate(item.talk.exchanges):
            Exchange.objects.create(
                interview_id=page,
                asker="网民",
                question=question,
                answer=answer,
                sort_order=number,
            )

    def _target(self, site: str, target: int | str) -> int:
        """The page of an item's key, or the column at a path."""
        if isinstance(target, int):
            return self.pages[target].pk
        return self.columns[f"{site}/{target}"].pk

    def _place(self, page: ContentPage, column: Column) -> SitePlacement:
        """A text that its editors offered to another site, and that this accepted."""
        slug = column.url_path.split("/")[1]
        return SitePlacement(
            page=page,
            home=self.homes[slug],
            column=column,
            is_offer=True,
            asked_by=name_of(page.owner),
            asked_by_pk=page.owner.pk,
            asked_at=page.first_published_at,
            state=PlaceState.SHOWN.value,
            decided_by=name_of(self._editor(slug)),
            decided_at=page.first_published_at,
        )

    def _write_home(self, home: HomeSpec) -> None:
        site = Site.objects.get(hostname=self.sites[home.site].domain)
        settings = SiteSettings.for_site(site)
        settings.hot_words = "，".join(home.hot_words)
        settings.notice = home.notice
        settings.has_traditional = home.has_traditional
        settings.protected_words = _PROTECTED if home.has_traditional else ""
        if home.headline:
            settings.headline_id = self.pages[home.headline].pk
        settings.blocks = [
            HomeBlock(
                kind=kind,
                column=self.columns[f"{home.site}/{path}"] if path else None,
                count=count,
                sort_order=number,
            )
            for number, (kind, path, count) in enumerate(home.blocks)
        ]
        settings.links = [
            HomeLink(title=title, sort_order=number, **self._leads_to(home.site, target))
            for number, (title, target) in enumerate(home.links)
        ]
        settings.save()

    def _leads_to(self, site: str, target: str) -> dict[str, Any]:
        column = self.columns.get(f"{site}/{target}")
        return {"page": column} if column else {"url": target}

    def _collection(self, site: str) -> Collection:
        return self.collections[self.sites[site].name]

    def _editor(self, site: str) -> Any:
        return self.editors.get(site) or self.editors[""]


def _model(item: Item) -> type[ContentPage]:
    if item.document:
        return PolicyDocument
    if item.leader:
        return Leader
    if item.describes:
        return BodyProfile
    if item.figures:
        return DataRelease
    if item.topic:
        return Topic
    if item.issue:
        return GazetteIssue
    if item.talk:
        return Interview
    if item.standing:
        return StandingPage
    return Interpretation if item.explains else Article


def _block_id(item: int, number: int) -> uuid.UUID:
    """Made of the item's key, not of chance: the same city has the same rows."""
    return uuid.UUID(int=_BLOCK_IDS.int + item * 10_000 + number)

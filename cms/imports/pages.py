"""
Makes pages of records, through Wagtail's own page, revision and publishing machinery.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.rich_text import RichText
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.bodies.models import Body
from cms.columns.models import Column
from cms.core.models import ContentPage
from cms.media.models import Picture
from cms.news.models import Article
from cms.policies.models import PolicyDocument

from .compose import Block
from .errors import FieldFault
from .mapping import ImportedPage
from .maps import PageType
from .pictures import EmbeddedPicture
from .report import Outcome

MODELS: dict[PageType, type[ContentPage]] = {
    "article": Article,
    "policy_document": PolicyDocument,
}


class PageWriter:
    """
    Writes pages of one type into one column. What a source id already stands for is left alone, unless
    `is_updating` and the source has changed since. Even then a page that was withdrawn, or has a draft in
    the making, is left to its editors.
    """

    def __init__(self, column: Column, page_type: PageType, source: str, is_updating: bool) -> None:
        self._column = column
        self._model = MODELS[page_type]
        self._is_updating = is_updating
        self._known = {
            source_id: (pk, digest)
            for source_id, pk, digest in ContentPage.objects.filter(
                source_id__startswith=f"{source}:"
            ).values_list("source_id", "pk", "source_digest")
        }
        self._bodies = dict(Body.objects.values_list("name", "pk"))
        self.new_bodies: list[str] = []

    def write(self, imported: ImportedPage) -> Outcome:
        """Creates or updates the page, or leaves it; FieldFault when the model does not take it."""
        digest = imported.digest
        known = self._known.get(imported.source_id)
        if known is None:
            page = self._publish(self._new(imported), imported, digest)
            self._known[imported.source_id] = (page.pk, digest)
            return "created"
        pk, known_digest = known
        if known_digest == digest:
            return "unchanged"
        page = self._model.objects.filter(pk=pk, live=True, has_unpublished_changes=False).first()
        if not self._is_updating or page is None:
            return "changed"
        self._publish(page, imported, digest)
        self._known[imported.source_id] = (pk, digest)
        return "updated"

    def _new(self, imported: ImportedPage) -> ContentPage:
        """An empty page whose slug is its source id's: its address is made of its id, not of this."""
        slug = "i" + hashlib.sha256(imported.source_id.encode()).hexdigest()[:20]
        page = self._model(slug=slug, live=False, is_imported=True, source_id=imported.source_id)
        page.locale = self._column.locale
        return page

    def _publish(self, page: ContentPage, imported: ImportedPage, digest: str) -> ContentPage:
        try:
            with transaction.atomic(), disable_reference_index_auto_update():
                self._fill(page, imported, digest)
                if page.pk is None:
                    self._column.add_child(instance=page)
                page.save_revision(log_action=True).publish()
                ReferenceIndex.create_or_update_for_object(page)
        except ValidationError as error:
            name, messages = next(iter(error.message_dict.items()))
            raise FieldFault(name, " ".join(messages).rstrip("。")) from error
        return page

    def _fill(self, page: ContentPage, imported: ImportedPage, digest: str) -> None:
        values: dict[str, Any] = {"validity": "", **imported.values}
        page.source_published_at = values.pop("published_at", None)
        page.issuing_body_id = self._body(values.pop("issuing_body", ""))
        page.source_digest = digest
        page.is_body_missing = not imported.blocks
        page.body = [self._block(block) for block in imported.blocks]
        for name, value in values.items():
            if hasattr(page, name):
                setattr(page, name, value)

    def _body(self, name: str) -> int | None:
        """The body of that name, made when there is none."""
        if not name:
            return None
        if name not in self._bodies:
            body = Body(name=name)
            body.save()
            body.save_revision(log_action="wagtail.create").publish()
            self._bodies[name] = body.pk
            self.new_bodies.append(name)
        return self._bodies[name]

    def _block(self, block: Block) -> tuple[str, Any]:
        if block[0] == "picture":
            return "picture", {"picture": self._picture(block[1]), "caption": ""}
        return block[0], RichText(block[1]) if block[0] == "text" else block[1]

    def _picture(self, embedded: EmbeddedPicture) -> Picture:
        """The picture with these bytes and this text, made when there is none."""
        known = Picture.objects.filter(sha256=embedded.sha256, description=embedded.alt).first()
        if known:
            return known
        name = f"{embedded.sha256[:16]}.{embedded.extension}"
        picture = Picture(title=embedded.alt or name, description=embedded.alt)
        picture.file = ContentFile(embedded.content, name=name)
        picture.save()
        return picture

"""The uploaded file that has a given content."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO

from django.db.models.fields.files import FieldFile

from cms.core.identity import record_ids
from cms.feed.models import ExportedRecord
from cms.feed.pages import ATTACHMENTS, PICTURES
from cms.media.models import AttachmentFile, Picture, PictureRendition


@dataclass(frozen=True)
class StoredFile:
    """An upload: its content's digest, what an editor knows it as, and how to read it."""

    sha256: str
    label: str
    file: FieldFile

    @property
    def name(self) -> str:
        """Its name in the storage."""
        return str(self.file.name)

    def open(self) -> AbstractContextManager[IO[bytes]]:
        """The bytes; raises OSError when they are gone."""
        return self.file.storage.open(self.file.name, "rb")


def stored_file(sha256: str) -> StoredFile | None:
    """An upload with this content that an exported media record names; None when there is none."""
    return _first(sha256, _is_exported)


def stored_file_of(sha256: str, media: Collection[int]) -> StoredFile | None:
    """An upload with this content that is one of `media`, by their ids, exported or not."""
    return _first(sha256, media.__contains__)


def _first(sha256: str, is_wanted: Callable[[int], bool]) -> StoredFile | None:
    for label, table, key, file in _candidates(sha256):
        number = record_ids(table, [key])[key]
        if is_wanted(number):
            return StoredFile(sha256, f"{label}（media/{number}）", file)
    return None


def _is_exported(number: int) -> bool:
    rows = ExportedRecord.objects.filter(kind="media", record_id=number)
    return rows.exclude(digest="").exists()


def _candidates(sha256: str) -> list[tuple[str, str, int, FieldFile]]:
    pictures = Picture.objects.filter(sha256=sha256)
    renditions = PictureRendition.objects.filter(sha256=sha256).select_related("image")
    attachments = AttachmentFile.objects.filter(sha256=sha256)
    return [
        *((f"图片“{each.title}”", PICTURES, each.pk, each.file) for each in pictures),
        *((f"图片“{each.image.title}”", PICTURES, each.image_id, each.file) for each in renditions),
        *((f"附件“{each.title}”", ATTACHMENTS, each.pk, each.file) for each in attachments),
    ]

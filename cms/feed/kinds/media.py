"""Pictures and attachments, by content."""

from __future__ import annotations

from collections.abc import Collection
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any

from django.db.models.fields.files import FieldFile

from cms.core.identity import RecordIdentity, record_ids
from cms.core.triggers import Watched
from cms.feed.errors import MediaError
from cms.feed.fields import Made, closed
from cms.feed.kind import Kind
from cms.feed.models import MediaReference
from cms.feed.pages import ATTACHMENTS, PICTURES
from cms.feed.sources import Record, TableSource
from cms.feed.tree import Tree
from cms.media.models import RENDITIONS, AttachmentFile, Picture, PictureRendition

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_PIXELS = {"type": ["integer", "null"]}
_FILE = {"sha256": _TEXT, "size": _NUMBER, "type": _TEXT}

MEDIA = Kind(
    "media",
    fields=[
        Made("sha256", shape=_TEXT, card=True),
        Made("size", shape=_NUMBER, card=True),
        Made("type", shape=_TEXT, card=True),
        Made("name", shape=_TEXT, card=True),
        Made("alt", shape=_TEXT, card=True),
        Made("width", shape=_PIXELS, card=True),
        Made("height", shape=_PIXELS, card=True),
        Made(
            "renditions",
            shape={
                "type": "object",
                "additionalProperties": closed({**_FILE, "width": _NUMBER, "height": _NUMBER}),
            },
            card=True,
        ),
    ],
    example_id=4,
    example={
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "size": 81920,
        "type": "image/jpeg",
        "name": "新线路.jpg",
        "alt": "一辆公共汽车停在新设的站台旁",
        "width": 1600,
        "height": 1067,
        "renditions": {
            "wide": {
                "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                "size": 61440,
                "type": "image/jpeg",
                "width": 1200,
                "height": 800,
            },
            "card": {
                "sha256": "fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13",
                "size": 20480,
                "type": "image/jpeg",
                "width": 480,
                "height": 320,
            },
        },
    },
)


def referenced(table: str, keys: Collection[int]) -> dict[int, int]:
    """Primary key → id, of those files that an exported record names."""
    ids = record_ids(table, keys)
    named = set(
        MediaReference.objects.filter(media_id__in=ids.values()).values_list("media_id", flat=True)
    )
    return {key: number for key, number in ids.items() if number in named}


class PictureSource(TableSource):
    """
    Rows of `media_picture` that an exported record names, with their renditions.

    A picture whose renditions are not made yet is no record; making them touches it.
    """

    name = "picture"
    table = PICTURES
    kinds = ("media",)
    watched = (Watched(PICTURES), Watched("media_picturerendition", key="image_id"))
    model = Picture

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """See `Source`."""
        return picture_records(referenced(self.table, keys))


class AttachmentSource(TableSource):
    """Rows of `media_attachmentfile` that an exported record names."""

    name = "attachment"
    table = ATTACHMENTS
    kinds = ("media",)
    watched = (Watched(ATTACHMENTS),)
    model = AttachmentFile

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """See `Source`."""
        return attachment_records(referenced(self.table, keys))


def media_records(ids: Collection[int]) -> list[Record]:
    """The records of media by their ids, whether a record in the feed names them or not."""
    rows = RecordIdentity.objects.filter(pk__in=ids).values_list("source", "source_pk", "pk")
    keys: dict[str, dict[int, int]] = {PICTURES: {}, ATTACHMENTS: {}}
    for table, key, number in rows:
        keys[table][key] = number
    make_renditions(keys[PICTURES])
    return [*picture_records(keys[PICTURES]), *attachment_records(keys[ATTACHMENTS])]


def picture_records(ids: dict[int, int]) -> list[Record]:
    """Records of pictures by primary key → id; of those that have all their renditions."""
    pictures = Picture.objects.filter(pk__in=ids).prefetch_related("renditions")
    return [
        Record("media", ids[each.pk], _picture(each))
        for each in pictures
        if each.is_svg() or _public_renditions(each).keys() == RENDITIONS.keys()
    ]


def attachment_records(ids: dict[int, int]) -> list[Record]:
    """Records of attachments by primary key → id."""
    files = AttachmentFile.objects.filter(pk__in=ids)
    return [Record("media", ids[each.pk], _attachment(each)) for each in files]


def make_renditions(keys: Collection[int]) -> None:
    """Make what is missing of the public renditions of these pictures."""
    pictures = Picture.objects.filter(pk__in=keys)
    for picture in pictures.prefetch_related("renditions"):
        if picture.is_svg():
            continue
        present = _public_renditions(picture)
        for name, spec in RENDITIONS.items():
            try:
                rendition = present.get(name) or picture.get_rendition(spec)
            except (OSError, ValueError) as error:
                raise MediaError(
                    f"图片“{picture.title}”（图片编号 {picture.pk}）无法读取，不能生成发布尺寸。"
                    "请在“图片”中重新上传。"
                ) from error
            if not rendition.sha256:
                rendition.save()


def _public_renditions(picture: Picture) -> dict[str, PictureRendition]:
    by_spec = {each.filter_spec: each for each in picture.renditions.all()}
    return {name: by_spec[spec] for name, spec in RENDITIONS.items() if spec in by_spec}


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        **_file(picture.file, picture.sha256),
        "name": _name(picture.title, picture.file.name),
        "alt": picture.description,
        "width": picture.width,
        "height": picture.height,
        "renditions": {
            name: {**_file(each.file, each.sha256), "width": each.width, "height": each.height}
            for name, each in _public_renditions(picture).items()
        },
    }


def _attachment(attachment: AttachmentFile) -> dict[str, Any]:
    return {
        **_file(attachment.file, attachment.sha256),
        "name": _name(attachment.title, attachment.file.name),
        "alt": "",
        "width": None,
        "height": None,
        "renditions": {},
    }


def _file(file: FieldFile, sha256: str) -> dict[str, Any]:
    try:
        size = file.size
    except OSError as error:
        raise MediaError(f"上传的文件 {file.name} 不见了。请恢复文件，或重新上传。") from error
    return {
        "sha256": sha256,
        "size": size,
        "type": guess_type(file.name)[0] or "application/octet-stream",
    }


def _name(title: str, file_name: str) -> str:
    """The title with the file's extension."""
    extension = PurePosixPath(file_name).suffix
    return title if title.lower().endswith(extension.lower()) else title + extension


PICTURE_SOURCE = PictureSource()
ATTACHMENT_SOURCE = AttachmentSource()

"""
Pictures and attachments. Each file knows the SHA-256 of its content: media travel by content (docs/feed.md).
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

RENDITIONS = {
    "wide": "max-1200x1200",
    "card": "fill-480x320",
    "wide-webp": "max-1200x1200|format-webp",
    "wide-half-webp": "max-600x600|format-webp",
    "card-webp": "fill-480x320|format-webp",
    "card-double-webp": "fill-960x640|format-webp",
}
"""
Renditions the public pages use, by the name they have in the feed. Those of the name of another and of
``webp`` are for browsers to choose from.
"""


def sha256_of(file: FieldFile) -> str:
    """Hex digest of a stored or just uploaded file; leaves it open at its start."""
    digest = hashlib.sha256()
    file.open("rb")
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


class ContentAddressed(models.Model):
    """A model with one `file`, whose digest follows it."""

    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        file: FieldFile = self.file
        if file and (not self.sha256 or not file._committed):
            self.sha256 = sha256_of(file)
        super().save(*args, **kwargs)


class Picture(ContentAddressed, AbstractImage):
    """图片. `description` is the text alternative."""

    admin_form_fields = tuple(
        field for field in Image.admin_form_fields if field != "focal_point_x"
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"
        permissions = (("choose_picture", "可以选用图片"),)


class PictureRendition(ContentAddressed, AbstractRendition):
    """A picture in one of the sizes of `RENDITIONS` or of the admin."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = "图片尺寸"
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class AttachmentFile(ContentAddressed, AbstractDocument):
    """附件: a file for downloading."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"
        permissions = (("choose_attachmentfile", "可以选用附件"),)

"""
Columns that several page types have.
"""

from __future__ import annotations

from django.db import models


def picture_field(label: str, help_text: str = "") -> models.ForeignKey:
    """The one picture that a page is shown with; nobody can delete it meanwhile."""
    return models.ForeignKey(
        "media.Picture",
        verbose_name=label,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=help_text,
    )

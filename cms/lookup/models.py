"""
What pages are found by. On SQLite there is also `lookup_bigrams`, an index of FTS5 over the same texts, made by
the first migration (`cms.lookup.bigrams`).
"""

from __future__ import annotations

from django.db import models


class PageText(models.Model):
    """
    The folded text of a page and of its newest draft: `head` the titles and numbers, `body` everything else.
    Pieces that do not read on (paragraphs, fields) are separated by a line break.
    """

    page_pk = models.BigIntegerField(primary_key=True)
    head = models.TextField()
    body = models.TextField()

    def __str__(self) -> str:
        return self.head.partition("\n")[0]


class StalePage(models.Model):
    """A page that changed since its text was taken. Written by triggers, in the transaction of the change."""

    page_pk = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.page_pk)

"""
Indexes to ask, made of documents that a test spells out.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder.search import SearchDocument, Searcher, build_index

SearcherOf = Callable[..., Searcher]


def a_document(title: str = "关于政务公开的通知", text: str = "", **values: Any) -> SearchDocument:
    """A document in which only what is named matters."""
    defaults: dict[str, Any] = {
        "id": 1,
        "kind": "article",
        "kind_label": "文章",
        "site": "portal",
        "site_name": "示例市人民政府门户网站",
        "href": f"/{title}.html",
    }
    return SearchDocument(title=title, text=text, **{**defaults, **values})


@pytest.fixture
def searcher_of(tmp_path: Path) -> SearcherOf:
    """Indexes the documents given and opens the index."""

    def searcher_of(*documents: SearchDocument) -> Searcher:
        build_index(documents, tmp_path / "index")
        return Searcher(tmp_path / "index")

    return searcher_of


def titles(searcher: Searcher, query: str, **filters: Any) -> list[str]:
    """The titles found, in order, without marks."""
    return [hit.title.striptags() for hit in searcher.search(query, **filters).hits]

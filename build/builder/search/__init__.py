"""
Full-text search over the pages of a cluster.

    build_index(documents, folder)      # an iterable of SearchDocument
    Searcher(folder).search("国发〔2018〕43号", site="portal")

`builder.search.service` answers over HTTP, `builder.search.terminal` on a terminal.
"""

from builder.search.documents import SearchDocument
from builder.search.index import build_index
from builder.search.results import Hit, Results
from builder.search.searcher import NoIndexError, Searcher

__all__ = [
    "Hit",
    "NoIndexError",
    "Results",
    "SearchDocument",
    "Searcher",
    "build_index",
]

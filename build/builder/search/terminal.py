"""
An answer for a terminal, what ``zhanqun search QUERY`` prints::

    for line in result_lines(Searcher(index_folder).search(query, site=site)):
        click.echo(line)

`NoIndexError` says in its message that nothing was built yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.labels import nested
from builder.search.results import Hit, Results


def result_lines(results: Results) -> Iterator[str]:
    """
    The message, then three lines for each hit: number and title, facts, address.
    """
    if results.message:
        yield results.message
    if results.hits:
        yield f"找到 {results.total} 条，第 {results.page} 页，共 {results.pages} 页。"
    for number, hit in enumerate(results.hits, start=1):
        yield f"{number:>2}. {hit.title.striptags()}"
        yield f"    {'  '.join(_facts(hit))}"
        yield f"    {hit.href}"


def _facts(hit: Hit) -> list[str]:
    facts = (
        hit.site_name,
        hit.kind_label,
        hit.document_number,
        hit.date,
        hit.validity_label,
        hit.successor and f"现行文件：《{nested(hit.successor)}》",
    )
    return [fact for fact in facts if fact]

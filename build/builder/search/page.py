"""
An answer as HTML, for visitors whose browser runs no script.

The elements and classes are those that the theme's ``search.js`` makes of the JSON answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter
from markupsafe import Markup

from builder.labels import nested
from builder.search.results import Hit, Results


class _AsWritten(HTMLFormatter):
    """
    Leaves attributes in their order.
    """

    def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
        return tag.attrs.items()


_HTML = _AsWritten(EntitySubstitution.substitute_xml, void_element_close_prefix="")
_BARE_PAGE = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>搜索</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>搜索</h1>
<form method="get" role="search"><label for="search-q">检索词</label>
<input id="search-q" name="q" type="search"> <button type="submit">搜索</button></form>
<div id="results"></div></main></body>
</html>
"""


def fill_page(
    page: str,
    results: Results,
    parameters: Mapping[str, str],
    written: Callable[[str], str] = str,
) -> str:
    """
    A built search page with the answer in the element ``id="results"``, as `written`, and in its form
    and title what was asked.

    `parameters` are those of the request; the links to other pages of results repeat them.
    """
    document = BeautifulSoup(page, "html.parser")
    for control in document.select("main form [name]"):
        _fill(control, parameters.get(str(control["name"]), ""))
    if results.query and document.title:
        document.title.string = f"{results.query}_{document.title.get_text()}"
    if region := document.find(id="results"):
        answer = written(render_results(results, parameters))
        region.append(BeautifulSoup(answer, "html.parser"))
    return document.decode(formatter=_HTML)


def _fill(control: Tag, value: str) -> None:
    if control.name == "select":
        for option in control.find_all("option", attrs={"value": value}):
            option["selected"] = ""
    elif control.get("type") != "checkbox":
        control["value"] = value
    elif control.get("value") == value:
        control["checked"] = ""


def plain_page(results: Results, parameters: Mapping[str, str]) -> str:
    """
    The answer on a bare page, where no site has been built.
    """
    return fill_page(_BARE_PAGE, results, parameters)


def render_results(results: Results, parameters: Mapping[str, str]) -> Markup:
    """
    The answer itself: a message, the list, the pager.
    """
    parts = []
    if results.message:
        parts.append(Markup("<p>%s</p>") % results.message)
    if results.hits:
        parts.append(Markup("<h2>找到 %s 条</h2>") % results.total)
        entries = Markup("\n").join(_entry(hit) for hit in results.hits)
        parts.append(Markup('<ol class="results">\n%s\n</ol>') % entries)
    if results.pages > 1:
        parts.append(_pager(results, parameters))
    return Markup("\n").join(parts)


def _entry(hit: Hit) -> Markup:
    facts = (hit.kind_label, hit.document_number, hit.site_name, hit.date, hit.validity_label)
    return Markup(
        '<li class="result"><h3><a href="%s">%s</a></h3>'
        '<p class="result-snippet">%s</p><p class="item-facts">%s</p>%s</li>'
    ) % (
        hit.href,
        hit.title,
        hit.snippet,
        Markup("").join(Markup('<span class="number">%s</span>') % fact for fact in facts if fact),
        Markup('<p class="successor">现行文件：《%s》</p>') % nested(hit.successor)
        if hit.successor
        else "",
    )


def _pager(results: Results, parameters: Mapping[str, str]) -> Markup:
    links = [
        Markup('<li><a href="?%s">%s</a></li>') % (urlencode({**parameters, "page": page}), label)
        for label, page in (("上一页", results.page - 1), ("下一页", results.page + 1))
        if 1 <= page <= results.pages
    ]
    return Markup('<nav class="pager" aria-label="搜索结果翻页"><ul>%s</ul></nav>') % Markup(
        ""
    ).join(links)

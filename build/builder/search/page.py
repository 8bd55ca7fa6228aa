"""
An answer as HTML, for visitors whose browser runs no script.

The elements and classes are those that the theme's ``search.js`` makes of the JSON answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from markupsafe import Markup, escape

from builder.search.results import Hit, Results

_REGION = re.compile(r'<div\b[^>]*\bid="results"[^>]*>')
_FIELD = re.compile(r'<input\b(?=[^>]*\bid="search-q")(?![^>]*\bvalue=)')
_TITLE = re.compile(r"<title>")
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


def fill_page(page: str, results: Results, parameters: Mapping[str, str]) -> str:
    """
    A built search page with the answer in its region and the words in its field and title.

    `parameters` are those of the request; the links to other pages of results repeat them.
    """
    query = escape(results.query)
    answer = render_results(results, parameters)
    page = _REGION.sub(lambda region: region[0] + answer, page, count=1)
    page = _FIELD.sub(lambda field: f'{field[0]} value="{query}"', page, count=1)
    if results.query:
        page = _TITLE.sub(lambda title: f"{title[0]}{query}_", page, count=1)
    return page


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
        '<p class="result-snippet">%s</p><p class="item-facts">%s</p></li>'
    ) % (
        hit.href,
        hit.title,
        hit.snippet,
        Markup("").join(Markup('<span class="number">%s</span>') % fact for fact in facts if fact),
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

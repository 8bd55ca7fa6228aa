"""
A generated government site: pages of some 9 KB with some 60 links, framed like ours, with faults at
known places.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

AS_OF = datetime(2026, 3, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The moment the site is made for."""

DOMAIN = "www.example.gov.cn"
_NAME, _CODE = "示例市人民政府门户网站", "9999000001"
_COLUMNS = 20
_ON_A_LIST = 40
_WORDS = "示例市各区县有关部门和直属单位要认真落实会议精神按照职责分工做好服务群众工作持续改进作风提高效率"
_MARKS = """<li><a href="/sitemap.html">站点地图</a></li>
<li><a href="https://bszs.conac.cn/sitename?method=show&amp;id=99990000000001" rel="external">党政机关网站标识</a></li>
<li><a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=9999000001" rel="external">我为政府网站找错</a></li>
<li><a href="https://beian.miit.gov.cn/" rel="external">示ICP备99990001号-1</a></li>
<li><a href="https://beian.mps.gov.cn/" rel="external">示公网安备99990002000001号</a></li>"""


@dataclass
class Draft:
    """An article before it is written; faults change it."""

    url: str
    title: str
    head: str
    shown: str
    body: str
    lang: str = ' lang="zh-CN"'
    marks: str = _MARKS
    answers: list[tuple[str, str]] = field(default_factory=list)
    """Rule and target of what is to be found."""


@dataclass(frozen=True)
class Planted:
    """One fault: rule, page and target, addresses from the root of the site."""

    rule: str
    url: str
    target: str = ""


def generate(folder: Path, count: int) -> list[Planted]:
    """Writes a site of so many pages; what is wrong with it."""
    articles = _number_of_articles(count)
    columns = [list(range(first, articles, _COLUMNS)) for first in range(_COLUMNS)]
    site = _Site(folder, columns)
    planted = [each for number in range(articles) for each in site.write_article(number)]
    planted += [each for column in range(_COLUMNS) for each in site.write_lists(column)]
    site.write_frame()
    return planted


def _number_of_articles(count: int) -> int:
    """So many that with home page, site map, search page and lists there are `count` pages."""
    articles = count - 3 - _COLUMNS
    while articles > 0 and articles + _lists(articles) + 3 > count:
        articles -= 1
    return articles


def _lists(articles: int) -> int:
    in_a_column = [len(range(first, articles, _COLUMNS)) for first in range(_COLUMNS)]
    return sum(max(1, -(-each // _ON_A_LIST)) for each in in_a_column)


class _Site:
    """Writes the pages of one site."""

    def __init__(self, folder: Path, columns: list[list[int]]) -> None:
        self._folder = folder
        self._columns = columns
        self._count = sum(map(len, columns))

    def write_article(self, number: int) -> Iterator[Planted]:
        """One article with the fault that belongs to its number."""
        draft = self._draft(number)
        plant = FAULTS.get(number % 100)
        if plant:
            plant(draft, number)
        main = f"""<article class="article"><div class="article-head"><h1>{draft.title}</h1>
<p class="article-facts"><span>发布时间：<time>{draft.shown}</time></span><span>来源：示例市人民政府办公室</span></p></div>
<div class="body">{draft.body}</div></article>{self._related(number)}"""
        self._write(draft.url, draft.lang, draft.head, f"{draft.title}_{_NAME}", main, draft.marks)
        return (Planted(rule, draft.url, target) for rule, target in draft.answers)

    def write_lists(self, column: int) -> Iterator[Planted]:
        """The list pages of a column; the last column is out of time."""
        numbers = self._columns[column][::-1]
        pages = [numbers[at : at + _ON_A_LIST] for at in range(0, len(numbers), _ON_A_LIST)] or [[]]
        for at, page in enumerate(pages):
            url = _list_url(column, at)
            items = "".join(self._item(number) for number in page)
            older = (
                f'<p><a href="{_list_url(column, at + 1)}">更早</a></p>'
                if at + 1 < len(pages)
                else ""
            )
            main = f'<h1>{_column_name(column)}</h1><ul class="items">{items}</ul>{older}'
            head = _metas(_column_tags(column))
            self._write(url, ' lang="zh-CN"', head, f"{_column_name(column)}_{_NAME}", main, _MARKS)
        if column == _COLUMNS - 1:
            yield Planted("stale_column", _list_url(column, 0))

    def write_frame(self) -> None:
        """Home page, site map, search page, style sheet, robots.txt and the inventory of columns."""
        search = '<form action="/search/" role="search"><input type="search" name="q"></form>'
        newest = "".join(self._item(numbers[-1]) for numbers in self._columns if numbers)
        home = f'<h1>{_NAME}</h1>{search}<ul class="items">{newest}</ul>'
        self._write("/", ' lang="zh-CN"', "", _NAME, home, _MARKS)
        columns = "".join(
            f'<li><a href="{_list_url(at, 0)}">{_column_name(at)}</a></li>'
            for at in range(_COLUMNS)
        )
        self._write(
            "/sitemap.html",
            ' lang="zh-CN"',
            "",
            f"站点地图_{_NAME}",
            f"<h1>站点地图</h1><ul>{columns}</ul>",
            _MARKS,
        )
        self._write(
            "/search/", ' lang="zh-CN"', "", f"搜索_{_NAME}", f"<h1>搜索</h1>{search}", _MARKS
        )
        self._file("/static/site.css").write_text("body { margin: 0 }\n")
        self._file("/media/logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>\n')
        self._file("/robots.txt").write_text("User-agent: *\nDisallow:\n")
        inventory = {
            "site": {"name": _NAME, "domain": DOMAIN, "site_id_code": _CODE},
            "columns": [self._facts(column) for column in range(_COLUMNS)],
        }
        text = json.dumps(inventory, ensure_ascii=False)
        self._file("/.well-known/zhanqun/columns.json").write_text(text)

    def _draft(self, number: int) -> Draft:
        random = Random(number)
        column = number % _COLUMNS
        title = f"示例市第{number}号工作情况通报"
        shown = _published(number).strftime("%Y-%m-%d %H:%M")
        paragraphs = ["".join(random.choices(_WORDS, k=250)) + "。" for _ in range(6)]
        tags = {
            **_column_tags(column),
            "ArticleTitle": title,
            "PubDate": shown,
            "ContentSource": "示例市人民政府办公室",
        }
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        return Draft(_article_url(number), title, _metas(tags), shown, body)

    def _related(self, number: int) -> str:
        random = Random(-number)
        others = {random.randrange(self._count) for _ in range(28)}
        others.add((number + 1) % self._count)
        return f'<aside><h2>相关信息</h2><ul class="items">{"".join(map(self._item, sorted(others)))}</ul></aside>'

    def _item(self, number: int) -> str:
        day = _published(number).date()
        return (
            f'<li class="item"><a href="{_article_url(number)}">示例市第{number}号通报</a>'
            f"<time>{day}</time></li>\n"
        )

    def _facts(self, column: int) -> dict[str, object]:
        is_late = column == _COLUMNS - 1
        newest = AS_OF - timedelta(days=14 if is_late else 1)
        return {
            "name": _column_name(column),
            "url": _list_url(column, 0),
            "level": 1,
            "column_type": "工作动态",
            "must_update": True,
            "update_window_days": 14,
            "is_hidden": False,
            "item_count": len(self._columns[column]),
            "last_item_at": newest.strftime("%Y-%m-%d %H:%M"),
        }

    def _write(self, url: str, lang: str, head: str, title: str, main: str, marks: str) -> None:
        columns = "".join(
            f'<li><a href="{_list_url(at, 0)}">{_column_name(at)}</a></li>'
            for at in range(_COLUMNS)
        )
        site = _metas({"SiteName": _NAME, "SiteDomain": DOMAIN, "SiteIDCode": _CODE})
        self._file(url + "index.html" if url.endswith("/") else url).write_text(
            f"""<!doctype html>
<html{lang}><head><meta charset="utf-8"><title>{title}</title>
{site}{head}<link rel="stylesheet" href="/static/site.css"></head>
<body><a href="#main">跳到正文</a>
<header class="site-header"><img src="/media/logo.svg" alt=""><p class="site-name"><a href="/">{_NAME}</a></p>
<form action="/search/" role="search"><input type="search" name="q"></form>
<nav><ul>{columns}</ul></nav></header>
<main id="main">{main}</main>
<footer class="site-footer"><ul>{marks}</ul><ul><li>主办单位：示例市人民政府</li>
<li>网站标识码：{_CODE}</li><li>联系电话：0999-99990001</li></ul></footer></body></html>
"""
        )

    def _file(self, url: str) -> Path:
        path = self._folder / url.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _article_url(number: int) -> str:
    return f"/c{number % _COLUMNS:02}/{_published(number):%Y-%m}/{number}.html"


def _list_url(column: int, page: int) -> str:
    return f"/c{column:02}/" if page == 0 else f"/c{column:02}/page/2026/{page}.html"


def _column_name(column: int) -> str:
    return f"示例动态{column}"


def _published(number: int) -> datetime:
    return AS_OF - timedelta(minutes=37 * number)


def _column_tags(column: int) -> dict[str, str]:
    name = _column_name(column)
    return {
        "ColumnName": name,
        "ColumnDescription": f"{name}发布示例市的工作动态",
        "ColumnKeywords": "示例,动态",
        "ColumnType": "工作动态",
    }


def _metas(tags: dict[str, str]) -> str:
    return "".join(f'<meta name="{name}" content="{value}">\n' for name, value in tags.items())


def _link(draft: Draft, number: int) -> None:
    target = f"/c00/missing/{number}.html"
    draft.body += f'<p><a href="{target}">没有这一页</a></p>'
    draft.answers.append(("broken_link", target))


def _same_link(draft: Draft, number: int) -> None:
    draft.body += '<p><a href="/missing.html">谁也没有这一页</a></p>'
    draft.answers.append(("broken_link", "/missing.html"))


def _picture(draft: Draft, number: int) -> None:
    target = f"/media/missing-{number}.jpg"
    draft.body += f'<p><img src="{target}" alt="示例"></p>'
    draft.answers.append(("broken_link", target))


def _fragment(draft: Draft, number: int) -> None:
    draft.body += '<p><a href="/sitemap.html#missing">没有这个位置</a></p>'
    draft.answers.append(("missing_fragment", "/sitemap.html#missing"))


def _alternative(draft: Draft, number: int) -> None:
    draft.body += '<p><img src="/media/logo.svg"></p>'
    draft.answers.append(("missing_text_alternative", "/media/logo.svg"))


def _heading(draft: Draft, number: int) -> None:
    draft.body += "<h2>示例</h2><h4>示例</h4>"
    draft.answers.append(("broken_heading_order", ""))


def _language(draft: Draft, number: int) -> None:
    draft.lang = ""
    draft.answers.append(("missing_language", ""))


def _source(draft: Draft, number: int) -> None:
    draft.head = draft.head.replace('name="ContentSource"', 'name="Source"')
    draft.answers.append(("missing_meta_tag", ""))


def _placeholder(draft: Draft, number: int) -> None:
    draft.head = draft.head.replace('content="示例,动态"', 'content="栏目关键词"')
    draft.answers.append(("placeholder_meta_tag", ""))


def _date(draft: Draft, number: int) -> None:
    draft.shown = draft.shown.replace("-", "/")
    draft.answers.append(("malformed_date", ""))


def _identity(draft: Draft, number: int) -> None:
    draft.body += "<p>示例甲，身份证号110101190001010014。</p>"
    draft.answers.append(("leaked_identity_number", ""))


def _external(draft: Draft, number: int) -> None:
    draft.body += '<p><a href="https://platform.example/">示例平台</a></p>'
    draft.answers.append(("unmarked_external_link", "https://platform.example/"))


def _mark(draft: Draft, number: int) -> None:
    draft.marks = "".join(line for line in draft.marks.splitlines() if "找错" not in line)
    draft.answers.append(("missing_footer_mark", ""))


FAULTS: dict[int, Callable[[Draft, int], None]] = {
    0: _link,
    10: _same_link,
    20: _picture,
    30: _fragment,
    40: _alternative,
    50: _heading,
    60: _language,
    70: _source,
    80: _placeholder,
    85: _date,
    90: _identity,
    95: _external,
    97: _mark,
}
"""Which fault an article has, by the last two digits of its number."""

"""
Built sites as the faults see them: pages that can be changed and written back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import html

from builder.defects.answers import Answer
from builder.errors import RefusedError
from builder.outputs import column_inventory
from builder.traditional import is_inside

_HERE = "<!--here-->"
_LIST = re.compile(r"/page/\d{4}/\d+\.html$")
_CONTENT = re.compile(r"/(?:\d{4}-\d{2}|undated)/\d+\.html$")


class Page:
    """One HTML page, parsed when a fault asks for it."""

    def __init__(self, site: Site, path: str) -> None:
        self.site = site
        self.url = urljoin(site.base, quote(path))
        self._appended = ""

    @cached_property
    def root(self) -> html.HtmlElement:
        """The document; faults change it in place."""
        return html.document_fromstring(self.site.file(self.url).read_text(encoding="utf-8"))

    def write(self) -> None:
        """The changed document in its place; what the place was linked to stays as it was."""
        text = html.tostring(self.root, encoding="unicode", doctype="<!doctype html>")
        overwrite(self.site.file(self.url), text.replace(_HERE, self._appended).encode())

    def one(self, selector: str) -> html.HtmlElement | None:
        """The first element a CSS class or a tag selects (`.name`, `tag`, `tag.name`)."""
        tag, _, name = selector.partition(".")
        having = f"[contains(concat(' ', @class, ' '), ' {name} ')]" if name else ""
        found = self.root.xpath(f"//{tag or '*'}{having}")
        return found[0] if found else None

    def meta(self, name: str) -> html.HtmlElement | None:
        """The meta tag of that name."""
        found = self.root.xpath("//meta[@name=$name]", name=name)
        return found[0] if found else None

    def append(self, markup: str) -> bool:
        """
        Puts markup, letter by letter, at the end of the article's text; False when the page has none.
        """
        body = self.one(".body")
        if body is None:
            return False
        body.append(html.HtmlComment(_HERE.removeprefix("<!--").removesuffix("-->")))
        self._appended = markup
        return True

    def put(self, markup: str) -> bool:
        """
        Puts a piece of a page where it belongs: what stands on `<html>` and in the head takes the place of
        the page's own, the rest goes to the end of the article's text; False when the page has none.
        """
        piece = html.document_fromstring(markup)
        rest = piece.xpath("/html/body/*")
        if not self.append("".join(html.tostring(each, encoding="unicode") for each in rest)):
            return False
        self.root.attrib.update(piece.attrib)
        for tag in piece.xpath("/html/head/*"):
            name = tag.get("name", "")
            own = "/html/head/*[name()=$tag and string(@name)=$name]"
            for each in self.root.xpath(own, tag=tag.tag, name=name):
                each.drop_tree()
            self.root.head.append(tag)
        return True

    def answer(self, target: str = "", label: str = "", rule: str = "") -> Answer:
        """What a rule should find on this page; `target` as written in a link."""
        address = urljoin(self.url, target) if target else ""
        return Answer(rule=rule, site=self.site.slug, url=self.url, target=address, label=label)


class ColumnPage(Page):
    """The first list page of a column, with what the inventory says of the column."""

    def __init__(self, site: Site, column: dict[str, Any], as_of: datetime) -> None:
        super().__init__(site, unquote(urlsplit(column["url"]).path))
        self.column = column
        self.as_of = as_of
        """The moment as of which the copy will be inspected."""


class Site:
    """A site in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slug = folder.name
        self._place = folder / column_inventory.PATH.lstrip("/")
        self.inventory: dict[str, Any] = json.loads(self._place.read_bytes())
        columns = self.inventory["columns"]
        if not columns:
            raise RefusedError(f"{folder}：栏目清单是空的，无法放入缺陷。请先生成含有栏目的网站。")
        self.base = urljoin(columns[0]["url"], "/")
        self.hosts = sorted(
            {
                self.inventory["site"]["domain"],
                f"{self.slug}.localhost",
                urlsplit(self.base).hostname,
            }
        )

    def home(self) -> Page:
        """The home page."""
        return Page(self, "/")

    def contents(self) -> list[Page]:
        """Every page of content, in the order of addresses."""
        return [Page(self, path) for path in self._html_paths() if _CONTENT.search(path)]

    def lists(self) -> list[Page]:
        """Every older page of a list, in the order of addresses."""
        return [Page(self, path) for path in self._html_paths() if _LIST.search(path)]

    def columns(self, as_of: datetime) -> list[ColumnPage]:
        """Every column that is shown and has items, in the order of the inventory."""
        return [
            ColumnPage(self, column, as_of)
            for column in self.inventory["columns"]
            if not column["is_hidden"] and column["item_count"]
        ]

    def parents(self) -> list[Page]:
        """The pages of columns without items of their own: they lead to other columns."""
        return [
            Page(self, unquote(urlsplit(column["url"]).path))
            for column in self.inventory["columns"]
            if not column["is_hidden"] and not column["item_count"]
        ]

    def files(self) -> Iterator[Path]:
        """Every HTML file."""
        return iter(sorted(self.folder.rglob("*.html")))

    def file(self, url: str) -> Path:
        """The file behind an address of the site."""
        path = unquote(urlsplit(url).path)
        return self.folder / (path + "index.html" if path.endswith("/") else path).lstrip("/")

    def url_of(self, file: Path) -> str:
        """The address of an HTML file."""
        path = "/" + file.relative_to(self.folder).as_posix()
        return str(urljoin(self.base, quote(path.removesuffix("index.html"))))

    def write_inventory(self) -> None:
        """The inventory with what the faults changed in it."""
        text = json.dumps(self.inventory, ensure_ascii=False, indent=1) + "\n"
        overwrite(self._place, text.encode())

    def _html_paths(self) -> Iterator[str]:
        """Of pages; what is planted in one is not in its version in traditional characters."""
        paths = ("/" + file.relative_to(self.folder).as_posix() for file in self.files())
        return (path for path in paths if not is_inside(path))


def overwrite(place: Path, content: bytes) -> None:
    """A new file under the name; another name of the old file keeps its content."""
    place.unlink(missing_ok=True)
    place.write_bytes(content)

"""
Takes what was withdrawn out of a finished site: its files, and every word of it in other files.

A release that is brought back, or kept, was made when the page was still public. Nothing of it can be made
again, so the files themselves are edited: the item of a list goes as a whole, a link in a text leaves its words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lxml import etree

from builder.ledger import PATH as LEDGER
from builder.ledger import columns_of, encode_ledger, entries_of, read_ledger
from builder.naming import Naming
from builder.outputs.gone import MARKS
from builder.outputs.redirects import MAP, map_line
from builder.release import Run, Tree
from builder.release.disk import make_folder
from builder.traditional import is_inside

if TYPE_CHECKING:
    from bs4 import Tag

_TEXTS = (".html", ".htm", ".xml", ".json", ".txt", ".csv", ".map", ".css", ".js", ".svg")
_ITEMS = ("li", "tr", "dt", "dd", "figure", "h1", "h2", "h3", "h4", "h5", "h6")
"""Elements that are about the one thing they link to."""
_XML_ITEMS = ("url", "entry", "item")
_NOTICES = "leaving/"
_NOTICE = re.compile(r"leaving/[0-9a-f]{16}\.html")
_BODY = "body"
"""Class of the element that holds an article's own text."""

IsGone = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Redacted:
    """A tree without what is gone, and the addresses that were left out."""

    tree: Tree
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redaction:
    """A site's tree as it lies in `folder`, and what must not be in it any more."""

    slug: str
    folder: Path
    hosts: frozenset[str]
    is_gone: IsGone
    known: Mapping[str, str] = field(default_factory=dict)
    """The ledger entries of addresses that the site has had beside those it knows itself."""

    def take(self, run: Run, tree: Tree) -> Redacted:
        """Stage what differs, and take it in."""
        naming = Naming(self.hosts, columns_of(self.folder))
        editor = _Editor(naming, self.is_gone)
        staged = run.staged(self.slug)
        staged.mkdir(parents=True, exist_ok=True)
        kept: list[str] = []
        lost: set[str] = set()
        notices = set(_NOTICE.findall(self._map()))
        for path in self._paths(run, tree):
            # They tell of what led there: one that nothing leads to any more goes too.
            if path.startswith(_NOTICES) and path not in notices:
                lost.add(path)
                continue
            if self.is_gone(naming.of_path(f"/{path}")):
                lost.add(path)
                continue
            before = self.folder.joinpath(path).read_bytes() if path.endswith(_TEXTS) else b""
            after = editor.edited(path, before)
            if after is None:
                lost.add(path)
                continue
            kept.append(f"/{path}")
            notices.update(_NOTICE.findall(after.decode("utf-8", "ignore")))
            if after is not before:
                _write(staged / path, after)
        marks = self._keep_addresses(staged, naming, kept, lost, run.digests(tree))
        done = run.take(self.slug, tree, lost | marks)
        return Redacted(done, tuple(sorted(f"/{path}" for path in lost)))

    def _paths(self, run: Run, tree: Tree) -> Iterator[str]:
        """Of all files but those that keep old addresses; the notices before leaving come last."""
        own = (LEDGER[1:], MAP[1:])
        for path in sorted(run.digests(tree), key=lambda path: (path.startswith(_NOTICES), path)):
            if path not in own and not path.startswith(f"{MARKS[1:]}/"):
                yield path

    def _keep_addresses(
        self,
        staged: Path,
        naming: Naming,
        kept: list[str],
        lost: set[str],
        before: Mapping[str, str],
    ) -> set[str]:
        """Write ledger, map and marks; paths of the marks that are to go."""
        there = set(kept)
        ledger = read_ledger(self.folder) | dict(self.known)
        ledger |= entries_of((f"/{path}" for path in lost), self.folder)
        if ledger:
            _write(staged / LEDGER[1:], encode_ledger(ledger))
        now = {
            (name, is_inside(path)): path
            for path in kept
            if (name := naming.of_path(path)).startswith("page/")
        }
        lines = dict(self._lines(naming, there))
        for path, name in ledger.items():
            if path not in there and (name, is_inside(path)) in now:
                lines.setdefault(path, map_line(path, now[name, is_inside(path)]))
        _write(staged / MAP[1:], "".join(line for _, line in sorted(lines.items())).encode())
        wanted = {MARKS[1:] + path for path in ledger if path not in there and path not in lines}
        had = {path for path in before if path.startswith(f"{MARKS[1:]}/")}
        for mark in wanted - had:
            _write(staged / mark, b"")
        return had - wanted

    def _map(self) -> str:
        place = self.folder / MAP[1:]
        return place.read_text() if place.is_file() else ""

    def _lines(self, naming: Naming, there: set[str]) -> Iterator[tuple[str, str]]:
        """Old address → its line of the map, as far as it still leads somewhere."""
        for line in self._map().splitlines():
            old, _, target = line.removesuffix(";").partition(" ")
            path = unquote(old)
            if path not in there and not self.is_gone(naming.of_href(target)):
                yield path, f"{line}\n"


class _Editor:
    """Takes what is gone out of one file after another."""

    def __init__(self, naming: Naming, is_gone: IsGone) -> None:
        self._naming = naming
        self._is_gone = is_gone
        self._folders = _pattern(
            folder for folder, number in naming.folders().items() if is_gone(f"column/{number}")
        )
        self._by_kind = {
            ".html": self._html,
            ".htm": self._html,
            ".xml": self._xml,
            ".json": self._json,
        }

    def edited(self, path: str, content: bytes) -> bytes | None:
        """The very content where nothing in it is gone; None where nothing may be left of the file."""
        text = content.decode("utf-8", "surrogateescape")
        if not self._tells(text):
            return content
        edit = self._by_kind.get(Path(path).suffix, self._lines)
        edited = edit(text)
        if edited is None or self._tells(edited):
            return None
        return edited.encode("utf-8", "surrogateescape")

    def _tells(self, text: str) -> bool:
        """Whether anything that is gone has its address in a text."""
        if any(self._is_gone(name) for name in self._naming.in_text(text)):
            return True
        return self._folders is not None and self._folders.search(text) is not None

    def _names_gone(self, value: str) -> bool:
        return self._is_gone(self._naming.of_href(value)) or self._tells(value)

    def _html(self, text: str) -> str | None:
        # Seldom needed, and slow to import.
        from bs4 import BeautifulSoup

        document = BeautifulSoup(text, "html.parser")
        for tag in document.find_all(True):
            if not tag.decomposed and self._is_told_by(tag):
                if tag.name == "meta" and str(tag.get("http-equiv", "")).lower() == "refresh":
                    return None
                _take_out(tag)
        for string in document.find_all(string=lambda text: self._tells(text or "")):
            parent = string.parent
            if parent is not None and parent.name in ("script", "style"):
                parent.decompose()
            else:
                string.replace_with("")
        return str(document)

    def _is_told_by(self, tag: Tag) -> bool:
        values = (value for value in tag.attrs.values() if isinstance(value, str))
        return any(self._names_gone(value) for value in values)

    def _xml(self, text: str) -> str | None:
        root = etree.fromstring(text.encode("utf-8", "surrogateescape"), _parser())
        for element in list(root.iter(etree.Element)):
            values = [element.text or "", *element.attrib.values()]
            if any(self._names_gone(value) for value in values):
                item = next(
                    (e for e in (element, *element.iterancestors()) if _local(e) in _XML_ITEMS),
                    element,
                )
                above = item.getparent()
                if above is not None:
                    above.remove(item)
        whole: bytes = etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)
        return whole.decode()

    def _json(self, text: str) -> str | None:
        try:
            value = json.loads(text)
        except ValueError:
            return None
        return json.dumps(self._pruned(value), ensure_ascii=False)

    def _pruned(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._pruned(each) for each in value if not self._is_about_gone(each)]
        if isinstance(value, dict):
            return {
                key: self._pruned(each)
                for key, each in value.items()
                if not (isinstance(each, str) and self._names_gone(each))
            }
        return value

    def _is_about_gone(self, value: Any) -> bool:
        texts = value.values() if isinstance(value, dict) else [value]
        return any(isinstance(each, str) and self._names_gone(each) for each in texts)

    def _lines(self, text: str) -> str | None:
        lines = text.splitlines(keepends=True)
        return "".join(line for line in lines if not self._tells(line))


def _pattern(folders: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the addresses of the lists and feeds of columns; None without any."""
    named = "|".join(re.escape(folder) for folder in folders)
    rest = r"(?:index\.html|feed\.xml|rss\.xml|page/[^\"'<\s]*)?"
    return (
        re.compile(rf"""[\"'>\s](?:https?://[^/\s]+)?(?:{named}){rest}(?=[\"'<\s])""")
        if named
        else None
    )


def _take_out(tag: Tag) -> None:
    """The item that is about what a tag leads to; of a link in an article's text the words stay."""
    if tag.name == "a" and tag.find_parent(class_=_BODY):
        tag.unwrap()
        return
    item = tag.find_parent(_ITEMS) or tag.find_parent("p") if tag.name != "html" else None
    within = item.find_parent(class_=_BODY) if item else None
    (tag if item is None or within or tag.name in ("link", "meta") else item).decompose()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _write(place: Path, content: bytes) -> None:
    make_folder(place.parent)
    place.write_bytes(content)

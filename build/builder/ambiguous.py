"""
`zhanqun traditional`: the characters for which OpenCC knows several and had no phrase to go by.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import msgspec
from lxml import html

from builder import elder, options
from builder.errors import RefusedError
from builder.release import ReleaseStore
from builder.releases import chosen
from builder.traditional import CONFIGURATION, WORDS, Words, is_inside
from sites.terminal import ChineseCommand

_AROUND = 8
_PAGE = "\x1e"
"""Between the texts of two pages."""


@dataclass(slots=True)
class Place:
    """Where such a character stands: path, and the text about it as it was converted."""

    path: str
    before: str
    after: str


@dataclass(slots=True)
class Ambiguous:
    """A character, the form that was taken, how often, and the first places."""

    character: str
    written: str
    count: int = 0
    places: list[Place] = field(default_factory=list)


def ambiguities(
    pages: Iterable[tuple[str, str]], words: Words, examples: int = 2
) -> list[Ambiguous]:
    """Those of pages, given as path and text, the most frequent first; what is protected is no question."""
    paths, texts = [], []
    for path, text in pages:
        paths.append(path)
        texts.append("\n".join(words.converted_parts(" ".join(text.replace(_PAGE, "").split()))))
    found: dict[tuple[str, str], Ambiguous] = {}
    at, before, waiting = 0, "", None
    sources: list[str] = []
    for record in _records(_PAGE.join(texts)):
        if "def" in record:
            sources.append(record["def"])
        elif "amb" in record:
            written = record["amb"]["t"]
            character = sources[record["amb"]["s"]]
            each = found.setdefault((character, written), Ambiguous(character, written))
            each.count += 1
            if waiting:
                waiting.after = (waiting.after + written)[:_AROUND]
            waiting = None
            if len(each.places) < examples:
                waiting = Place(paths[at], before[-_AROUND:], "")
                each.places.append(waiting)
            before += written
        elif "lit" in record:
            text = record["lit"]
            if waiting:
                waiting.after = text.partition(_PAGE)[0].partition("\n")[0][:_AROUND]
                waiting = None
            at += text.count(_PAGE)
            before = (before + text)[-2 * _AROUND :].rpartition(_PAGE)[2].rpartition("\n")[2]
    return sorted(found.values(), key=lambda each: (-each.count, each.character, each.written))


def texts_of(site: Path, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Path and text of the pages of a built site, without header and footer; its versions are left out."""
    for path in sorted(paths):
        is_version = is_inside(f"/{path}") or path == elder.HOME[1:]
        if path.endswith(".html") and not is_version:
            for main in html.document_fromstring((site / path).read_bytes()).iter("main"):
                yield f"/{path}", main.text_content()


def _records(text: str) -> Iterator[dict[str, Any]]:
    """What OpenCC's own program says of a text, line by line."""
    import opencc

    program = Path(opencc.__file__).parent / "clib/bin/opencc"
    config = Path(opencc.__file__).parent / "clib/share/opencc" / f"{CONFIGURATION}.json"
    with TemporaryDirectory(prefix="zhanqun-") as folder:
        place = Path(folder, "text")
        place.write_text(text, "utf-8")
        command = [str(each) for each in (program, "-c", config, "--ambiguities", "-i", place)]
        try:
            done = subprocess.run(command, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise RefusedError(
                f"{program}：OpenCC 的程序不能运行（{error}）。请重新安装 opencc。"
            ) from error
    for line in done.stdout.splitlines():
        yield json.loads(line)


@click.command("traditional", cls=ChineseCommand)
@click.argument("sites", nargs=-1, metavar="[网站]…")
@click.option("--examples", default=2, metavar="处数", help="每个字举出的地方，默认 2 处。")
@options.output
@options.var
@options.as_json
def traditional_command(
    sites: tuple[str, ...], examples: int, output: Path | None, var: Path, as_json: bool
) -> None:
    """列出转换为繁体时拿不准的字：有几种写法、又没有词语可依的，供挑选不转换的词。"""
    releases = ReleaseStore(output or var / "output")
    for slug in chosen(releases, sites):
        live = releases.sites.live(slug)
        if live is None:
            continue
        pages = texts_of(live.folder, releases.objects.digests(live.root))
        found = ambiguities(pages, _words_of(live.folder), examples)
        if as_json:
            line = {"site": slug, "characters": [asdict(each) for each in found]}
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            _say(slug, found)


def _words_of(site: Path) -> Words:
    place = site / WORDS[1:]
    return msgspec.json.decode(place.read_bytes(), type=Words) if place.is_file() else Words()


def _say(slug: str, found: list[Ambiguous]) -> None:
    total = sum(each.count for each in found)
    click.echo(f"{slug}：拿不准的字 {len(found)} 个，{total} 处。")
    for each in found:
        click.echo(f"{each.character} → {each.written}　{each.count} 处")
        for place in each.places:
            click.echo(f"  {place.path}　{place.before}【{each.written}】{place.after}")

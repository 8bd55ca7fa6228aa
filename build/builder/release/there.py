"""
What lies at a target: the same as beside our own output, plus a mark by which it is known as ours.

    .zhanqun                          the mark
    output/<site>                     a link to the live release
    releases/objects|listings|sites   as in `builder.release`
    releases/staging/<run>/           what a run is sending; what is left of an interrupted one
    releases/turn                     the last run that changed anything, so that two never mix
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from builder.errors import TargetError
from builder.release.listing import RELEASE_FILE
from builder.release.target import Target

_TOOLS = "rsync sha256sum ln mv sed readlink"
_TREES = "zhanqun target 1"
_OPEN = """
[ -d {folder} ] || {make}
cd {folder}
[ -f .zhanqun ] || [ -z "$(ls -A)" ] || {{ echo foreign; exit; }}
[ ! -f .zhanqun ] || [ "$(cat .zhanqun)" = '{mark}' ] || {{ echo otherwise; exit; }}
for tool in {tools}; do command -v $tool >/dev/null || {{ echo lacking $tool; exit; }}; done
"""
_MARK = "[ -f .zhanqun ] || echo '{mark}' >.zhanqun\n"
_MAKE = """
mkdir -p output releases/objects releases/listings releases/sites releases/staging
"""
_READ = """
[ ! -f releases/turn ] || sed 's/^/turn /' releases/turn
for link in output/*; do
    [ -L "$link" ] || continue
    echo "live ${{link#output/}} $(readlink "$link")"
    [ ! -f "$link{statement}" ] || sed "s|^|statement ${{link#output/}} |" "$link{statement}"
done
printf 'at %s\\n' releases/sites/*/* releases/objects/*/* releases/staging/*
[ -z "$(ls releases/staging)" ] || printf 'at %s\\n' releases/listings/*/*
"""
_RELEASE = re.compile(r".*releases/sites/([^/]+)/([0-9]+)-([0-9a-f]{64})")
_OBJECT = re.compile(r"releases/(objects|listings)/../([0-9a-f]{64})")
_RUN = re.compile(r"releases/staging/([0-9a-f]+)")


@dataclass(frozen=True, slots=True, order=True)
class Laid:
    """A release at the target; numbers are the target's own, as they were laid."""

    site: str
    number: int
    root: str

    @property
    def name(self) -> str:
        """Its folder below `sites/`."""
        return f"{self.site}/{self.number}-{self.root}"


@dataclass(slots=True)
class There:
    """The state of a target."""

    turn: str = ""
    live: dict[str, Laid | None] = field(default_factory=dict)
    statements: dict[str, str] = field(default_factory=dict)
    releases: set[Laid] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    listings: set[str] = field(default_factory=set)
    """Read only where an interrupted run may have left some without their folders."""
    runs: list[str] = field(default_factory=list)

    def slugs(self) -> set[str]:
        """Every site of which something lies there."""
        return self.live.keys() | {each.site for each in self.releases}

    def lost(self) -> set[str]:
        """Every site of these whose link is gone, or leads to none of its releases."""
        return {slug for slug in self.slugs() if not self.live.get(slug)}

    def next(self, slug: str, root: str) -> Laid:
        """What the next release of a site is called there."""
        numbers = [each.number for each in self.releases if each.site == slug]
        return Laid(slug, max(numbers, default=0) + 1, root)

    def superfluous(
        self, fresh: Collection[Laid], removed: Collection[str], keep: int
    ) -> list[Laid]:
        """
        Releases of sites that are taken off, that never went live, or that are older than the last
        `keep`, once the fresh ones are live. A site whose live one is unknown keeps all.
        """
        live = self.live | {laid.site: laid for laid in fresh}
        found = []
        for slug in {laid.site for laid in self.releases}:
            now = live.get(slug)
            all_of_it = sorted({each for each in self.releases if each.site == slug}, reverse=True)
            if slug in removed:
                found += all_of_it
            elif now:
                older = [each for each in all_of_it if each.number < now.number]
                found += [each for each in all_of_it if each.number > now.number]
                found += older[keep - 1 :]
        return found


def look(target: Target, may_make: bool = True) -> There:
    """Read the state of a target; one that does not exist yet is made, if that is wanted."""
    script = (_MAKE if may_make else "") + _READ.format(statement=RELEASE_FILE)
    return _parsed(ask(target, _TREES, script, may_make))


def ask(target: Target, mark: str, script: str, may_make: bool) -> list[tuple[str, str]]:
    """
    What a script says in a target that has this mark, or is given it, if that is wanted: the first
    word of each line, and the rest. One of somebody else is refused.
    """
    folder = shlex.quote(target.folder)
    make = f"mkdir {folder}" if may_make else "{ echo foreign; exit; }"
    opening = _OPEN.format(folder=folder, tools=_TOOLS, make=make, mark=mark)
    marking = _MARK.format(mark=mark) if may_make else ""
    # A login shell may have said something of its own.
    lines = [line.partition(" ") for line in target.run(opening + marking + script).splitlines()]
    said = {word: rest for word, _, rest in lines}
    if "foreign" in said:
        raise TargetError(
            f"{target.name}：这里不是 zhanqun push 建立的目录。请换一个空的或不存在的目录。"
        )
    if "otherwise" in said:
        raise TargetError(
            f"{target.name}：这个目录是用另一种方式（带或不带 --flat）发送的。请照原来的方式发送，或换一个目录。"
        )
    if "lacking" in said:
        raise TargetError(f"{target.name}：目标所在的主机没有 {said['lacking']}。请先在那里安装。")
    return [(word, rest) for word, _, rest in lines]


def _parsed(lines: Iterable[tuple[str, str]]) -> There:
    there = There()
    for word, rest in lines:
        slug, _, value = rest.partition(" ")
        if word == "turn":
            there.turn = rest
        elif word == "live":
            there.live[slug] = _laid(value, slug)
        elif word == "statement":
            there.statements[slug] = value
        elif word == "at" and (laid := _laid(rest)):
            there.releases.add(laid)
        elif match := _OBJECT.fullmatch(rest):
            (there.objects if match[1] == "objects" else there.listings).add(match[2])
        elif match := _RUN.fullmatch(rest):
            there.runs.append(match[1])
    return there


def _laid(path: str, slug: str | None = None) -> Laid | None:
    match = _RELEASE.fullmatch(path)
    return Laid(match[1], int(match[2]), match[3]) if match and slug in (None, match[1]) else None

"""
The gate: the inspector judges what a build staged before it is live.

A finding of a rule that holds keeps back the page that changed, not the release. What an editor of the
page cannot mend (a column without its tags, a template) is told and holds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.dates import CHINA
from builder.errors import RefusedError
from builder.inspecting import NoInspectorError
from builder.plan import Plan
from builder.processes import end_with_parent, in_processes
from builder.records import Ref
from builder.release import Run, Tree
from builder.site_build import SiteBuild
from builder.store import HeldBy, Unreleased
from builder.view import View

if TYPE_CHECKING:
    from link_checker import KeptFile, Reading, StagedCheck, StagedFinding

GATE = "gate.sqlite3"
"""Name of the file beside the releases that holds what is known of the live pages."""
NAME = "gate"
"""How the gate is called among the outputs."""

_SHOWN = 20
_MANY = 200
"""Files that are worth other processes."""
_TOGETHER = 16
_PAGE = re.compile(r"(?:.*/)?(?:\d{4}-\d{2}|undated)/(\d{1,18})\.html")
_READ = (".html", ".htm", ".css", ".txt", ".json", ".map")
_FIELDS = {
    "ArticleTitle": "title",
    "PubDate": "published_at",
    "ContentSource": "content_source",
    "Keywords": "keywords",
    "Author": "author",
    "Description": "summary",
    "Image": "picture",
    "Url": "",
}
"""Tags that come from a page's own fields, with the field."""


@dataclass(slots=True)
class Verdict:
    """What the gate found."""

    held: dict[Ref, list[HeldBy]] = field(default_factory=dict)
    told: list[HeldBy] = field(default_factory=list)


class Gate:
    """Judges the builds of one run; `commit` when they are live."""

    def __init__(self, plan: Plan, run: Run, builds: Sequence[SiteBuild], jobs: int) -> None:
        self._plan = plan
        self._jobs = jobs
        self._run = run
        self._builds = builds
        with plan.view() as view:
            slugs = [site.slug for site in view.sites()]
            self._check = _open_check(view, run)
        own = {each.slug: each.live for each in builds}
        others = {slug: run.base(slug) for slug in slugs if slug not in own}
        self._others = {slug: tree for slug, tree in others.items() if tree}
        self._before = _mark(own | self._others)
        self._given: dict[tuple[str, str], str] = {}

    def close(self) -> None:
        """Let go of the file; what was not committed never was."""
        self._check.close()

    def judge(self) -> Verdict:
        """What of the change as it is staged now must not go live, and what is only to be told."""
        with _refusing():
            return self._judge()

    def _judge(self) -> Verdict:
        is_known = not self._check.is_fresh and self._check.mark == self._before
        handed: dict[str, Mapping[str, str]] = {}
        for slug, tree in ({} if is_known or self._given else self._others).items():
            handed[slug] = dict.fromkeys(self._run.digests(tree), "")
        for build in self._builds:
            handed[build.slug] = self._handed_over(build, is_known=is_known)
        self._give(handed)
        unreleased = self._plan.store.unreleased()
        verdict = Verdict()
        with self._plan.view() as view:
            for found in self._check.judge().findings:
                page = self._page(view, found, unreleased)
                if page is None:
                    verdict.told.append(_reason(found))
                else:
                    verdict.held.setdefault(page, []).append(_reason(found))
        return verdict

    def commit(self) -> None:
        """The change is live."""
        with _refusing():
            self._check.commit(
                _mark({each.slug: each.tree for each in self._builds} | self._others)
            )

    def _handed_over(self, build: SiteBuild, *, is_known: bool) -> Mapping[str, str]:
        """The files of a site that are to be judged, with their digests; what is gone is dropped at once."""
        files, gone = build.digests(), build.gone()
        if build.base and not is_known:
            live = (path for path in self._run.digests(build.base) if path not in gone)
            files = dict.fromkeys(live, "") | files
        if build.base is None or not is_known:
            gone |= self._check.files(build.slug) - files.keys()
        # What an earlier round handed over and this one takes back.
        given = {path for slug, path in self._given if slug == build.slug}
        for path in given - files.keys() - gone:
            if build.base and (self._live(build.slug) / path).is_file():
                files[path] = ""
            else:
                gone.add(path)
        for path in gone:
            self._given.pop((build.slug, path), None)
            self._check.drop(build.slug, path)
        return files

    def _give(self, handed: Mapping[str, Mapping[str, str]]) -> None:
        """Hand over files of sites with the digests of those that are staged, the others as they are live."""
        new = {
            (slug, path): digest
            for slug, files in handed.items()
            for path, digest in files.items()
            if _is_shown(path) and self._given.get((slug, path)) != digest
        }
        places = [
            (slug, path, (self._run.staged(slug) if digest else self._live(slug)) / path)
            for (slug, path), digest in new.items()
        ]
        if self._jobs < 2 or len(places) < _MANY:
            for slug, path, place in places:
                self._check.put(slug, path, _read(place))
        else:
            named = (
                (slug, path, place, self._check.known(slug, path)) for slug, path, place in places
            )
            for reading in in_processes(
                self._jobs, _Reader.start, (self._check,), _Reader.read, named, _TOGETHER
            ):
                if reading:
                    self._check.take(reading)
        self._given |= new

    def _live(self, slug: str) -> Path:
        return self._plan.output / slug

    def _page(self, view: View, found: StagedFinding, unreleased: Unreleased) -> Ref | None:
        """The page that is to be held for a finding; None where nothing is."""
        number = _PAGE.fullmatch(found.path)
        entry = view.page_numbered(int(number[1])) if number and found.is_changed else None
        if entry is None or found.finding.needs_review:
            return None
        if found.rule == "missing_meta_tag" and not _can_be_mended(view, entry.ref, found):
            return None
        is_new = unreleased.is_all and not (self._live(found.site) / found.path).is_file()
        return entry.ref if entry.ref in unreleased.pages or is_new else None


class _Reader:
    check: StagedCheck

    @classmethod
    def start(cls, check: StagedCheck) -> None:
        end_with_parent()
        cls.check = check

    @classmethod
    def read(cls, named: tuple[str, str, Path, KeptFile | None]) -> Reading | None:
        slug, path, place, known = named
        return cls.check.read(slug, path, _read(place), known)


def _can_be_mended(view: View, ref: Ref, found: StagedFinding) -> bool:
    """Whether a missing tag is a field of the page that its source did not lack."""
    page: Any = view.page(ref)
    return found.finding.label in _FIELDS and not page.is_imported


def _open_check(view: View, run: Run) -> StagedCheck:
    try:
        from link_checker import StagedCheck, StagedSite
    except ModuleNotFoundError as error:
        raise NoInspectorError(
            f"缺少组件 {error.name}，不能在发布前检查。请安装 pip install 'zhanqun[check]'，"
            "或用 --without gate 不经检查发布。"
        ) from None
    sites = [
        StagedSite(site.slug, view.origin(site.id), domains=(site.domain, f"{site.slug}.localhost"))
        for site in view.sites()
    ]
    with _refusing():
        return StagedCheck(run.beside(GATE), sites, as_of=datetime.now(CHINA))


@contextmanager
def _refusing() -> Iterator[None]:
    """Say what the inspector says, for instance of a full disk."""
    from link_checker import LinkCheckerError

    try:
        yield
    except LinkCheckerError as error:
        raise RefusedError(str(error)) from error


def _mark(trees: Mapping[str, Tree | None]) -> str:
    return "\n".join(f"{slug} {tree.root}" for slug, tree in sorted(trees.items()) if tree)


def _is_shown(path: str) -> bool:
    """Marks of withdrawn addresses are no files to a reader."""
    return not path.startswith(".well-known/zhanqun/gone/")


def _read(place: Path) -> bytes | None:
    return place.read_bytes() if place.suffix.lower() in _READ else None


def _reason(found: StagedFinding) -> HeldBy:
    label = found.finding.label
    name = "body" if found.rule in ("broken_link", "leaked_identity_number") else ""
    return HeldBy(
        title=found.title,
        reason=found.finding.message,
        site=found.site,
        path=found.path or found.finding.url,
        field=_FIELDS.get(label, name) if found.rule == "missing_meta_tag" else name,
    )


def lines_of(held: Mapping[Ref, Sequence[HeldBy]], told: Sequence[HeldBy]) -> Iterator[str]:
    """What the command says: a line for each reason."""
    for ref, reasons in held.items():
        for each in reasons:
            yield f"未上线 {ref}（{each.site}/{each.path}）：{each.title}。{each.reason}"
    for each in told[:_SHOWN]:
        yield f"请留意 {each.site}/{each.path}：{each.title}。{each.reason}"
    if len(told) > _SHOWN:
        yield f"另有 {len(told) - _SHOWN} 处请留意，可用 link-checker inspect 查看全部。"

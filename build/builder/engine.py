"""
Runs the outputs through Pelican. The only module that knows Pelican: its settings, its plug points
`get_generators` and `get_writer`, its signals.

Pelican's receivers are global to the process, so ours are module-level functions that look at the
settings of the instance that asks; Pelican instances without a `ZHANQUN_JOB` are left alone.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.settings import read_settings
from pelican.writers import Writer

from builder.addressing import Address
from builder.errors import OutputError
from builder.outputs import MediaFile, Output
from builder.theme import Theme
from builder.view import View

_JOB = "ZHANQUN_JOB"


@dataclass(frozen=True, slots=True)
class Job:
    """One site to be made into a folder."""

    view: View
    theme: Theme
    site: int
    outputs: dict[str, Output]
    folder: Path
    former: Path
    """The site's last tree: files that are the same bytes are shared with it."""
    plugins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """How many files a site has, by output, and how many differ from the last tree."""

    files: dict[str, int]
    changed: int


def make_site(job: Job) -> Made:
    """
    Render every file of the site into `job.folder`, which must be new and empty.
    """
    pelican = Pelican(_settings(job))
    made = _Count()
    pelican.settings[_JOB] = (job, made)
    # Pelican prints its own totals of articles and pages, of which we have none.
    with contextlib.redirect_stdout(io.StringIO()):
        pelican.run()
    return Made(made.files, made.changed)


def _settings(job: Job) -> Any:
    stock = (
        "ARTICLE_PATHS",
        "PAGE_PATHS",
        "STATIC_PATHS",
        "THEME_STATIC_PATHS",
        "DIRECT_TEMPLATES",
    )
    return read_settings(
        override={
            **{name: [] for name in stock},
            "PATH": str(job.folder),
            "OUTPUT_PATH": str(job.folder),
            "THEME": str(job.theme.folder),
            "SITENAME": job.view.site(job.site).name,
            "SITEURL": job.view.addressing.origin(job.view.site(job.site)),
            "TIMEZONE": "Asia/Shanghai",
            "DEFAULT_LANG": "zh-cn",
            "PLUGINS": list(job.plugins),
            "CACHE_CONTENT": False,
            "LOAD_CONTENT_CACHE": False,
            "DELETE_OUTPUT_DIRECTORY": False,
            "FEED_ALL_ATOM": None,
            "CATEGORY_FEED_ATOM": None,
            "TRANSLATION_FEED_ATOM": None,
            "AUTHOR_FEED_ATOM": None,
            "AUTHOR_FEED_RSS": None,
        }
    )


class _Count:
    def __init__(self) -> None:
        self.files: dict[str, int] = {}
        self.changed = 0


class OutputGenerator(Generator):  # type: ignore[misc]
    """Lists the files of each output and hands them to the writer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.job, self.made = self.settings[_JOB]
        # Our environment: autoescape, undefined names fail, no templates but the theme's.
        # Filters and globals that a plugin put into Pelican's settings come along.
        self.env = self.job.theme.environment
        self.env.filters.update(self.settings["JINJA_FILTERS"])
        self.env.globals.update(self.settings["JINJA_GLOBALS"])

    def generate_context(self) -> None:
        """The addresses, each owned by one output."""
        self.owners = owners(self.job.view, self.job.site, self.job.outputs)

    def generate_output(self, writer: FolderWriter) -> None:
        """Render and write, one file at a time."""
        for address, name in self.owners.items():
            content = self.job.outputs[name].render(self.job.view, address)
            self.made.files[name] = self.made.files.get(name, 0) + 1
            self.made.changed += writer.write(address, content, self.context)


def owners(view: View, site: int, outputs: dict[str, Output]) -> dict[Address, str]:
    """
    Which output makes which file of a site. Two that claim one address are an `OutputError`.
    """
    found: dict[Address, str] = {}
    for name, output in outputs.items():
        for address in output.files(view, site):
            if other := found.get(address):
                raise OutputError(
                    f"{view.site(site).name}：地址 {address.path} 同时属于 {other} 和 {name}。"
                    "请修改占用这个地址的栏目的路径名。"
                )
            found[address] = name
    return found


class FolderWriter(Writer):  # type: ignore[misc]
    """Writes into the site's new folder; what did not change is shared with the last tree."""

    def __init__(self, output_path: str, settings: Any = None) -> None:
        super().__init__(output_path, settings)
        job: Job = settings[_JOB][0]
        self._folder, self._former = job.folder, job.former
        self._folders: set[Path] = set()
        self._is_listened_to = bool(signals.content_written.receivers)

    def write(self, address: Address, content: bytes | MediaFile, context: Any) -> bool:
        """Put the content at its address; True when the last tree had no such file."""
        name = _safe_name(address)
        place, former = self._folder / name, self._former / name
        if place.parent not in self._folders:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(place.parent)
        if isinstance(content, MediaFile):
            is_new = _share(content.path, place, former)
        elif is_new := not _is_same(former, content):
            place.write_bytes(content)
        else:
            _link(former, place)
        if self._is_listened_to:
            signals.content_written.send(str(place), context={**context, "output_file": name})
        return is_new


def _safe_name(address: Address) -> str:
    name = address.path[1:]
    if {"", ".", ".."} & set(name.split("/")) or "\0" in name:
        raise OutputError(
            f"地址 {address.path} 不能作文件名。请修改相应栏目的路径名或附件的文件名。"
        )
    return name


def _is_same(former: Path, content: bytes) -> bool:
    try:
        return former.stat().st_size == len(content) and former.read_bytes() == content
    except OSError:
        return False


def _share(source: Path, place: Path, former: Path) -> bool:
    """Link to a file that never changes; True when the last tree had another, or none."""
    _link(source, place)
    try:
        return not former.samefile(source)
    except OSError:
        return True


def _link(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:
        # Another file system, or one without links.
        shutil.copyfile(source, place)


def _generators(pelican: Any) -> Iterable[type[Generator]]:
    return (OutputGenerator,) if _JOB in pelican.settings else ()


def _writer(pelican: Any) -> type[Writer] | None:
    return FolderWriter if _JOB in pelican.settings else None


signals.get_generators.connect(_generators)
signals.get_writer.connect(_writer)

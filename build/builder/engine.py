"""
Runs the work through Pelican. The only module that knows Pelican: its settings, its plug points
`get_generators` and `get_writer`, its signals.

Pelican's receivers are global to the process, so ours are module-level functions that look at the
settings of the instance that asks; Pelican instances without a `ZHANQUN_TASK` are left alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.settings import read_settings
from pelican.writers import Writer

from builder.errors import OutputError
from builder.making import Written
from builder.outputs import MediaFile
from builder.release.disk import FILE_MODE, link, write_new
from builder.release.listing import file_digest
from builder.theme import Theme

_TASK = "ZHANQUN_TASK"

Task = Callable[["FolderWriter"], None]


def run_in_pelican(
    task: Task, theme: Theme, folder: Path, name: str, origin: str, plugins: Iterable[str] = ()
) -> None:
    """
    Have Pelican, with its plugins, call `task` where it would generate its output, in `folder`.
    `name` and `origin` are those of the first site, which plugins see as the settings'.
    """
    pelican = Pelican(_settings(theme, folder, name, origin, plugins))
    pelican.settings[_TASK] = task, theme
    # Pelican prints its own totals of articles and pages, of which we have none.
    with contextlib.redirect_stdout(io.StringIO()):
        pelican.run()


def is_collecting() -> bool:
    """Whether a plugin waits for the end of everything: it must see all files in one process."""
    return bool(signals.finalized.receivers)


def _settings(theme: Theme, folder: Path, name: str, origin: str, plugins: Iterable[str]) -> Any:
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
            "PATH": str(folder),
            "OUTPUT_PATH": str(folder),
            "THEME": str(theme.folder),
            "SITENAME": name,
            "SITEURL": origin,
            "TIMEZONE": "Asia/Shanghai",
            "DEFAULT_LANG": "zh-cn",
            "PLUGINS": list(plugins),
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


class TaskGenerator(Generator):  # type: ignore[misc]
    """Calls the task with the writer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task, theme = self.settings[_TASK]
        # Our environment: autoescape, undefined names fail, no templates but the theme's.
        # Filters and globals that a plugin put into Pelican's settings come along.
        self.env = theme.environment
        self.env.filters.update(self.settings["JINJA_FILTERS"])
        self.env.globals.update(self.settings["JINJA_GLOBALS"])

    def generate_output(self, writer: FolderWriter) -> None:
        """Everything is made in here."""
        writer.context = self.context
        self.task(writer)


class FolderWriter(Writer):  # type: ignore[misc]
    """Writes files into the sites' staged folders."""

    def __init__(self, output_path: str, settings: Any = None) -> None:
        super().__init__(output_path, settings)
        self.context: dict[str, Any] = {}
        self._folders: set[str] = set()
        self._is_listened_to = bool(signals.content_written.receivers)

    def put(
        self, folder: str, path: str, content: bytes | MediaFile, known: bytes | None
    ) -> Written:
        """
        Put the content at its path below `folder`, unless the file that is live there has this digest.
        """
        name = _safe_name(path)
        place = f"{folder}/{name}"
        if isinstance(content, MediaFile):
            written = Written(bytes.fromhex(content.sha256), os.stat(content.path).st_size)
        else:
            written = Written(hashlib.sha256(content).digest(), len(content))
        if written.digest == known and not self._is_listened_to:
            return written
        self._make_folder(place.rpartition("/")[0])
        if isinstance(content, MediaFile):
            link(content.path, place)
        else:
            # A plugin that listens may write to it; nobody else does.
            self._write(place, content, 0o666 if self._is_listened_to else FILE_MODE)
        return self._told(place, name, known) if self._is_listened_to else written

    def _told(self, place: str, name: str, known: bytes | None) -> Written:
        """Tell the plugins of a file, which may have made something else of it."""
        signals.content_written.send(place, context={**self.context, "output_file": name})
        written = Written(bytes.fromhex(file_digest(place)), os.stat(place).st_size)
        if written.digest == known:
            os.unlink(place)
        return written

    def _write(self, place: str, content: bytes, mode: int) -> None:
        try:
            write_new(place, content, mode)
        except FileExistsError:
            # It was made before in this build.
            os.unlink(place)
            write_new(place, content, mode)

    def _make_folder(self, folder: str) -> None:
        if folder not in self._folders:
            try:
                os.mkdir(folder)
            except OSError:
                os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)


def _safe_name(path: str) -> str:
    name = path[1:]
    if {"", ".", ".."} & set(name.split("/")) or "\0" in name:
        raise OutputError(f"地址 {path} 不能作文件名。请修改相应栏目的路径名或附件的文件名。")
    return name


def _generators(pelican: Any) -> Iterable[type[Generator]]:
    return (TaskGenerator,) if _TASK in pelican.settings else ()


def _writer(pelican: Any) -> type[Writer] | None:
    return FolderWriter if _TASK in pelican.settings else None


signals.get_generators.connect(_generators)
signals.get_writer.connect(_writer)

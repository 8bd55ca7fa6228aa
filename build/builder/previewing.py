"""
Makes what a preview shows: the files of a site as the build would write them with a draft in it, one at a
time, when they are asked for. Nothing is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from builder import elder, traditional
from builder.addressing import Address, Addressing, folder_href
from builder.contexts import Link
from builder.dates import ON_PUBLICATION
from builder.drafts import Draft, DraftView, NotShownError, open_draft
from builder.engine import FolderWriter, run_in_pelican
from builder.marking import Mark, marked
from builder.outputs import Output, media
from builder.owners import output_at
from builder.showing import showing
from builder.store import Store
from builder.theme import ThemeFolder
from builder.versions import has_traditional, twin

PREFIX = "/~/"
"""Before everything of the preview's own; no column of a site has such a name."""
_UNKNOWN = "预览里没有这个地址。请从上方“预览”一栏的链接打开。"


@dataclass(frozen=True, slots=True)
class Shown:
    """What to answer: bytes, or a file of the published media by its path."""

    content: bytes | Path
    path: str


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that only the cms has: a picture or an attachment of the draft."""

    sha256: str
    path: str


class Previewing:
    """Shows drafts over one store. `plugins` are the build's, which its files have passed through."""

    def __init__(
        self,
        store: Store,
        themes: ThemeFolder,
        addressing: Addressing,
        plugins: tuple[str, ...] = (),
    ) -> None:
        self._store = store
        self._themes = themes
        self._addressing = addressing
        self._plugins = plugins
        # Pelican's settings and signals are the process's; the store has one writer.
        self._lock = threading.Lock()

    def entrance(self, draft: Draft, token: str, show: str) -> str:
        """Where a token leads: to what an editor asked for, or where the draft is to be seen first."""
        with self._open(draft) as view:
            return _Places(view, token).href(showing(view).at(show))

    def file(self, draft: Draft, token: str, slug: str, path: str) -> Shown | DraftFile:
        """What stands at a path of a site; NotShownError where nothing does."""
        with self._open(draft) as view:
            site = next((each.id for each in view.sites() if each.slug == slug), None)
            if site is None:
                raise NotShownError(404, _UNKNOWN)
            version = elder.asked(path, path)
            path = version.path if version else path
            is_traditional = has_traditional(view, site) and traditional.is_inside(path)
            path = traditional.outside(path) if is_traditional else path
            if path.startswith("/media/"):
                return _medium(view, Address(site, path))
            if path.endswith(f"/{ON_PUBLICATION}") and view.pending:
                address = view.pending
            else:
                address = Address(site, path + "index.html" if path.endswith("/") else path)
            output = output_at(view, address)
            if output is None:
                raise NotShownError(404, _UNKNOWN)
            html = self._made(view, output, address)
            if is_traditional and traditional.has_twin(address.path):
                html = twin(view, site, address.path, html)
            if address.path.endswith(".html"):
                html = elder.elder_page(html, version.way_out) if version else html
                html = marked(html, _Places(view, token).mark(address))
            return Shown(html, address.path)

    def static(self, path: str) -> Shown | None:
        """A file of the theme, which is the same on all sites; None where there is none."""
        content = self._themes.theme().static_files().get(path)
        return None if content is None else Shown(content, path)

    @contextmanager
    def _open(self, draft: Draft) -> Iterator[DraftView]:
        with (
            self._lock,
            open_draft(self._store, self._themes.theme(), self._addressing, draft) as view,
        ):
            yield view

    def _made(self, view: DraftView, output: Output, address: Address) -> bytes:
        """The file as the engine writes it, plugins and all."""
        site = view.site(address.site)
        with TemporaryDirectory(prefix="zhanqun-preview-") as folder:

            def task(writer: FolderWriter) -> None:
                writer.put(folder, address.path, output.render(view, address), None)

            theme, origin = self._themes.theme(), view.origin(site.id)
            run_in_pelican(task, theme, Path(folder), site.name, origin, self._plugins)
            return Path(folder, address.path[1:]).read_bytes()


class _Places:
    """Where things are to be seen under a token."""

    def __init__(self, view: DraftView, token: str) -> None:
        self._view = view
        self._base = f"{PREFIX}{quote(token, safe=':=')}"

    def href(self, address: Address) -> str:
        """The address of a file in the preview."""
        printed = self._view.href(address, address.site)
        path = folder_href(address.path)
        if printed == ON_PUBLICATION:
            path = f"{address.path.rpartition('/')[0].rpartition('/')[0]}/{ON_PUBLICATION}"
        return f"{self._base}/{self._view.site(address.site).slug}{quote(path)}"

    def mark(self, shown: Address) -> Mark:
        """The mark of a file, with the ways to all that shows the draft."""
        where = showing(self._view)
        links = tuple(
            Link(title, self.href(address), is_current=address == shown)
            for address, title in where.places.items()
        )
        return Mark(links, where.is_link, self._view.draft.expires_at)


def _medium(view: DraftView, address: Address) -> Shown | DraftFile:
    """A picture or an attachment: of the draft from the cms, any other from what is published."""
    number = address.path.split("/")[2]
    known = view.media(int(number)) if number.isascii() and number.isdigit() else None
    sha256 = media.digests(known).get(address.path) if known else None
    if known is None or sha256 is None:
        raise NotShownError(404, _UNKNOWN)
    if view.draft.media(known.id) is not None:
        return DraftFile(sha256, address.path)
    return Shown(view.media_file(sha256), address.path)

"""A city that was built, and a preview process beside its cms."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from builder.addressing import Addressing
from builder.build import Plan, build
from builder.drafts import Draft, Drafts, read_draft
from builder.media import MediaFolder
from builder.outputs import all_outputs
from builder.paths import default_schemas, default_themes
from builder.preview import Origins, PreviewServer
from builder.previewing import DraftFile, Previewing, Shown
from builder.schemas import load_schemas
from builder.sources import FileSource
from builder.store import Store
from builder.theme import ThemeFolder
from cms.feed.export import open_feed
from cms.feed.files import write_feed
from tests.cms.feed.city import City, a_city
from tests.cms.preview.asking import TOKEN
from tests.programs import free_port

ADMIN = "http://cms.localhost"


class Built:
    """The builder's side: a store, the built sites, and what the preview shows of a draft."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(
            folder / "store.sqlite3", load_schemas(default_schemas()), MediaFolder(folder / "media")
        )
        self.themes = ThemeFolder(default_themes() / "base")
        self.addressing = Addressing("local")
        self.previewing = Previewing(self.store, self.themes, self.addressing)

    def bring_up_to_date(self) -> None:
        """What is published now, built."""
        feed = self.folder / "feed.ndjson"
        write_feed(open_feed(), feed)
        self.store.sync(FileSource(feed))
        plan = Plan(
            store=self.store,
            theme=self.themes.theme(),
            addressing=self.addressing,
            outputs=all_outputs(),
            output=self.folder / "output",
        )
        build(plan)

    def file(self, path: str) -> bytes:
        """What is built at a path of the only site."""
        place = self.folder / "output" / "example" / path.lstrip("/")
        return (place / "index.html" if path.endswith("/") else place).read_bytes()


@dataclass(frozen=True)
class Preview:
    """What the editor's browser and the preview process do."""

    city: City
    built: Built
    editor: Client
    origin: str

    def token(self, page: Any, show: str = "page") -> str:
        """The token under which the newest draft of a page is shown."""
        address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        return self._token(address, show)

    def token_on_screen(self, view: str, arguments: list[Any], form: Any, show: str) -> str:
        """The token under which is shown what an editor typed and has not saved."""
        address = reverse(view, args=arguments)
        told = self.editor.post(address, form).json()
        assert told == {"is_valid": True, "is_available": True}
        return self._token(address, show)

    def _token(self, address: str, show: str) -> str:
        return token_in(self.editor.get(address, {"mode": show}), show)

    def draft(self, token: str) -> Draft:
        """What the cms tells of a token."""
        answer = Client().get(reverse("feed-preview", args=[token]), headers=TOKEN)
        assert answer.status_code == 200, answer.content.decode()
        return read_draft(answer.content, self.built.store.schemas)

    def shown(self, page: Any, show: str = "page") -> tuple[str, bytes]:
        """The address of what a preview of the page shows, from the site's root, and its bytes."""
        return self.shown_by(self.token(page, show), show)

    def shown_by(self, token: str, show: str) -> tuple[str, bytes]:
        """The same for whoever has a token."""
        draft = self.draft(token)
        place = self.built.previewing.entrance(draft, "t", show)
        path = place.removeprefix("/~/t/example")
        found = self.file(draft, path)
        assert isinstance(found, Shown) and isinstance(found.content, bytes)
        return path, found.content

    def file(self, draft: Draft, path: str) -> Shown | DraftFile:
        """Any file of the site with the draft in it."""
        return self.built.previewing.file(draft, "t", "example", unquote(path))


def token_in(answer: Any, show: str) -> str:
    """The token of the frame in a preview page of the admin."""
    source = re.search(r'<iframe[^>]* src="([^"]+)"', answer.content.decode())
    assert source is not None, answer.content.decode()
    asked = parse_qs(urlsplit(unescape(source[1])).query)
    assert asked["show"] == [show]
    return asked["token"][0]


@pytest.fixture
def city(db: None) -> City:
    """A city as its editors would have made it, whose body is registered with all that pages need."""
    made = a_city()
    made.body.credit_code = "11999900MB0000001X"
    made.body.functions = "<p>主管示例事务。</p>"
    made.body.address, made.body.phone = "示例市中心区人民路1号", "0999-99990001"
    made.body.save()
    return made


@pytest.fixture
def preview(city: City, tmp_path: Path, settings: Any) -> Iterator[Preview]:
    """Built, and with a preview process that answers."""
    port = free_port()
    origin = f"http://preview.localhost:{port}"
    settings.PREVIEW_URL = origin
    built = Built(tmp_path)
    built.bring_up_to_date()
    drafts = Drafts("http://127.0.0.1:1/feed/", "test-token", built.store.schemas)
    server = PreviewServer(built.previewing, drafts, Origins(origin, ADMIN), port, "127.0.0.1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("admin", "", "secret"))
    yield Preview(city, built, editor, origin)
    server.shutdown()
    thread.join()
    server.server_close()

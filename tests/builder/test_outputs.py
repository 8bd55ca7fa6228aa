"""
What holds for every output, and for page types nobody has heard of yet.
"""

from __future__ import annotations

import json
import shutil

import pytest
from pelican import signals

from builder.addressing import Addressing
from builder.build import Plan, build
from builder.media import MediaFolder
from builder.outputs import MediaFile, all_outputs
from builder.paths import default_schemas
from builder.places import places_of
from builder.schemas import load_schemas
from builder.sources import FileSource
from builder.store import Store
from builder.theme import Theme
from builder.view import open_view
from tests.helpers import a_feed, article, column, media, placement, policy_document, put, site

CITY = [
    site(),
    site(2, "water"),
    column(10, "tzgg", former=[{"parent": None, "slug": "gg"}]),
    column(20, "wj", site=2),
    *article(11, attachments=[{"media": 5, "title": "附件"}]),
    *policy_document(12, column=20),
    media(5, b"x"),
]


@pytest.fixture
def view(store, theme, tmp_path):
    store.sync(FileSource(a_feed(tmp_path, *CITY, media=(b"x",))))
    with open_view(store, theme, Addressing()) as opened:
        yield opened


@pytest.mark.parametrize("name", all_outputs())
def test_an_output_owns_addresses_and_renders_each(view, name):
    """
    Addresses are of the site asked for and unique; rendering twice gives the same.
    """
    output = all_outputs()[name]
    for owner in (1, 2):
        places = places_of(view, owner)
        addresses = [address for place in places for address in output.files(view, place)]
        assert len(set(addresses)) == len(addresses)
        for address in addresses:
            content = output.render(view, address)
            assert address.site == owner and address.path.startswith("/")
            assert isinstance(content, bytes | MediaFile)
            assert output.render(view, address) == content


@pytest.mark.parametrize("name", all_outputs())
def test_an_output_says_in_chinese_what_it_is(name):
    """
    The first line of its docstring stands in `--list-outputs`.
    """
    first = all_outputs()[name].__doc__.strip().splitlines()[0]

    assert first.endswith("。")


def test_plugins_hear_of_every_file(store, theme, tmp_path):
    """
    A Pelican plugin that listens to `content_written` works as it does elsewhere.
    """
    heard = []

    def listen(path, context):
        heard.append((path, context["output_file"]))

    signals.content_written.connect(listen)
    try:
        store.sync(FileSource(a_feed(tmp_path, *CITY[:1])))
        pages = {"not_found": all_outputs()["not_found"]}
        build(Plan(store, theme, Addressing(), pages, tmp_path / "output"))
    finally:
        signals.content_written.disconnect(listen)

    assert [name for _, name in heard] == ["404.html", "410.html"]
    assert heard[0][0].endswith("/portal/404.html")


def test_a_new_page_type_is_a_schema_and_a_template(theme, tmp_path):
    """
    Nothing in the build has to learn of it: its own fields reach the template by name.
    """
    shutil.copytree(default_schemas(), tmp_path / "schemas")
    schema = json.loads((tmp_path / "schemas/article.json").read_text())
    schema["properties"]["venue"] = {"type": "string"}
    schema["required"].append("venue")
    (tmp_path / "schemas/event.json").write_text(json.dumps(schema))
    shutil.copytree(theme.folder, tmp_path / "theme")
    template = '{% extends "base.html" %}{% block main %}{{ heading }}在{{ venue }}{% endblock %}'
    (tmp_path / "theme/pages/event.html").write_text(template)
    page = article(11, title="报告会", venue="图书馆")[0]["data"]
    schemas = load_schemas(tmp_path / "schemas")
    store = Store(tmp_path / "store.sqlite3", schemas, MediaFolder(tmp_path / "kept"))
    feed = a_feed(
        tmp_path, site(), column(10, "hd"), put("event", 30, **page), placement(30, "event", 30, 10)
    )
    store.sync(FileSource(feed))

    output = tmp_path / "output"
    build(Plan(store, Theme(tmp_path / "theme"), Addressing(), all_outputs(), output))

    assert "报告会在图书馆" in (output / "portal/hd/2026-03/30.html").read_text()

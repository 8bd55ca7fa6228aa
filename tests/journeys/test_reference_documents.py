"""
1,216 real documents (a sample of 478 for every day) go from the cms to a static cluster, and nothing of them is
lost on the way.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from builder.errors import FeedError
from builder.media import MediaFolder
from builder.paths import default_schemas
from builder.schemas import load_schemas
from builder.sources import FileSource
from builder.store import Store
from cms.imports.maps import load_map
from tests.helpers import files_below
from tests.journeys.conftest import MAPS, REFERENCE_SETS, Cluster, fetch

pytestmark = pytest.mark.xdist_group("reference")

MONTH = re.compile(r"\d{4}-\d{2}|undated")
SOURCE_KEYS = {
    "state-council-documents": "url",
    "laws-regulations": "path",
    "state-council-work-reports": "title",
    "provincial-work-reports": "title",
    "provincial-records": "url",
    "guangzhou-policies": "id",
}


def records(path: Path) -> list[dict[str, Any]]:
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    return [json.loads(line) for line in content.split(b"\n") if line]


def squeezed(text: str) -> str:
    """Without white space and what cannot be seen."""
    return re.sub(r"[\s\u200b-\u200d\ufeff\x00-\x1f\x7f-\x9f]", "", text)


def main_text(page: Path) -> str:
    """The text a reader sees in `<main>`, stand-ins for dropped pictures left out."""
    (main,) = html.parse(str(page), html.HTMLParser(encoding="utf-8")).iterfind(".//main")
    return re.sub(r"〔图片：[^〕]*〕", "", squeezed(main.text_content()))


def source_text(record: dict[str, Any], by: str) -> str:
    """The visible text of a source body, less the lines the map drops."""
    if record.get("body_html"):
        tree = html.fromstring(f"<div>{record['body_html']}</div>")
        etree.strip_elements(tree, "script", "style", with_tail=False)
        return tree.text_content()
    if "body_markdown" in record:
        return re.sub(r"<!--.*?-->|^#+ ", "", record["body_markdown"], flags=re.MULTILINE)
    furniture = load_map(MAPS / f"{by}.toml").furniture
    lines = re.split(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", record.get("body_text") or "")
    return "\n".join(furniture.without(lines)[0])


def test_every_document_stands_on_its_page_with_all_its_text(
    reference_cluster, reference_documents
):
    """
    The squeezed source is a substring of the squeezed main text, and nothing of its looks survives.
    """
    count = 0
    pages = pages_of(reference_cluster)
    for file, by, _, _ in REFERENCE_SETS:
        for record in records(reference_documents / file):
            page = pages[source_id(reference_cluster, record, by)]

            assert squeezed(source_text(record, by)) in main_text(page), page
            assert not re.search(
                r"style=|<font|Mso|<script(?! src=| type=\"application/ld\+json\")",
                page.read_text(encoding="utf-8"),
            ), page
            count += 1
    assert count == len(pages) in (478, 1216)


def source_id(cluster: Cluster, record: dict[str, Any], by: str) -> str:
    """As the importer makes it: the map's name of the source, and the record's own key."""
    return f"{load_map(MAPS / f'{by}.toml').source}:{record[SOURCE_KEYS[by]]}"


def pages_of(cluster: Cluster) -> dict[str, Path]:
    """Source id → built file, for every imported document."""
    files = {
        path.stem: path
        for path in files_below(cluster.output, "*.html")
        if path.stem.isdigit()
        and MONTH.fullmatch(path.parent.name)
        and path.parent.parent.name != "page"
    }
    return {
        source: files[str(number)]
        for source, number in cluster.rows(
            "SELECT page.source_id, identity.id FROM core_contentpage AS page"
            " JOIN core_recordidentity AS identity ON identity.source = 'wagtailcore_page'"
            " AND identity.source_pk = page.page_ptr_id"
        )
    }


def test_the_catalogue_names_each_document_exactly_once(reference_cluster):
    """
    Over its newest page and the older ones, the cluster's catalogue leads to every document one time.
    """
    catalogue = reference_cluster.output / "portal" / "zfxxgk" / "catalogue"
    named = Counter(
        match
        for page in files_below(catalogue, "*.html")
        for match in set(re.findall(r"/(\d+)\.html\"", main_html(page)))
    )

    wanted = {path.stem for path in pages_of(reference_cluster).values()}
    assert set(named) >= wanted
    assert {number: times for number, times in named.items() if times != 1} == {}


def main_html(page: Path) -> str:
    """The lists of a page's `<main>`, without its page links."""
    (main,) = html.parse(str(page), html.HTMLParser(encoding="utf-8")).iterfind(".//main")
    for links in main.iterfind(".//nav"):
        links.drop_tree()
    return etree.tostring(main, encoding="unicode")


@pytest.mark.parametrize(
    "sets", [REFERENCE_SETS[2:], pytest.param(REFERENCE_SETS[:2], marks=pytest.mark.long)]
)
def test_a_second_import_changes_nothing_and_exports_nothing(
    reference_cluster, reference_documents, sets
):
    """
    Every record is found unchanged, and the feed since then is empty.
    """
    cursor = json.loads(reference_cluster.feed.read_text().splitlines()[-1])["cursor"]
    for file, by, site, column in sets:
        reference_cluster.manage(
            "import_records", reference_documents / file,
            "--map", MAPS / f"{by}.toml", "--site", site, "--column", column,
        )  # fmt: skip

    delta = reference_cluster.var / "delta.ndjson"
    reference_cluster.manage("export_feed", "--since", cursor, "--output", delta)

    assert json.loads(delta.read_text().splitlines()[-1])["count"] == 0


def test_the_built_sites_are_well_formed(reference_cluster, reference_data):
    """
    Every feed parses without complaint; every sitemap validates against the schema of sitemaps.org.
    """
    schema = etree.XMLSchema(file=str(reference_data / "sitemap-xsd" / "sitemap-0.9.xsd"))
    feeds = [
        path
        for name in ("feed.xml", "rss.xml")
        for path in files_below(reference_cluster.output, name)
    ]

    assert len(feeds) > 100
    assert [path for path in feeds if feedparser.parse(path.read_bytes()).bozo] == []
    for sitemap in reference_cluster.output.glob("*/sitemap.xml"):
        schema.assertValid(etree.parse(sitemap))


def known_items(folder: Path) -> Iterator[tuple[str, str, str]]:
    for name, by in (
        ("state-council-documents", "state-council-documents"),
        ("laws-regulations", "laws-regulations"),
    ):
        for query in records(folder / name / "known-item-queries.jsonl"):
            yield query["query"], query["expect_id"], by


def test_every_known_item_is_among_the_first_five(reference_cluster, reference_data):
    """
    250 phrases out of the documents, asked of the running service over HTTP.
    """
    pages = pages_of(reference_cluster)
    asked, missed = 0, []
    with reference_cluster.served() as port:
        for query, expected, by in known_items(reference_data):
            source = f"{load_map(MAPS / f'{by}.toml').source}:{expected}"
            if source not in pages:
                continue
            asked += 1
            answer = json.loads(
                fetch(port, "portal", f"/search/query?format=json&q={quote(query)}")
            )
            if not any(
                result["href"].endswith(f"/{pages[source].stem}.html")
                for result in answer["results"][:5]
            ):
                missed.append((query, expected))

    assert missed == []
    assert asked == 250 or (len(pages) == 478 and asked > 50)


@settings(max_examples=15)
@given(place=st.floats(0, 1, exclude_max=True))
def test_a_feed_cut_anywhere_is_refused(reference_cluster, tmp_path_factory, place):
    """
    However much of the real feed is left, it is refused in one sentence and nothing is written.
    """
    folder = tmp_path_factory.mktemp("cut")
    whole = reference_cluster.feed.read_bytes()
    cut = folder / "feed.ndjson"
    cut.write_bytes(whole[: int(place * (len(whole) - 1))])
    (folder / "media").symlink_to(reference_cluster.feed.parent / "media")
    store = Store(
        folder / "store.sqlite3", load_schemas(default_schemas()), MediaFolder(folder / "kept")
    )

    with pytest.raises(FeedError) as refusal:
        store.sync(FileSource(cut))

    assert "\n" not in str(refusal.value)
    assert not store.is_filled


@pytest.mark.long
def test_renaming_a_column_is_one_line_and_reaches_every_page(reference_cluster):
    """
    Title and slug of the column with 886 laws: one record in the feed; after the build every page,
    list and link has the new address, and the old addresses redirect.
    """
    before = pages_of(reference_cluster)
    laws = [path for path in before.values() if "/zwgk/flfg/" in str(path)]
    cursor = json.loads(reference_cluster.feed.read_text().splitlines()[-1])["cursor"]
    reference_cluster.manage(
        "shell", "-v0", "-c",
        "from cms.columns.models import Column\n"
        "column = Column.objects.get(url_path='/portal/zwgk/flfg/')\n"
        "column.title, column.slug = '法律法规库', 'fgk'\n"
        "column.save_revision().publish()\n",
    )  # fmt: skip

    delta = reference_cluster.var / "renamed.ndjson"
    reference_cluster.manage("export_feed", "--since", cursor, "--output", delta)
    lines = [json.loads(line) for line in delta.read_text().splitlines()]
    reference_cluster.manage("export_feed")
    reference_cluster.build()

    assert [(line["op"], line["kind"]) for line in lines[1:-1]] == [("put", "column")]
    assert len(laws) == 886
    for old in laws:
        new = Path(str(old).replace("/zwgk/flfg/", "/zwgk/fgk/"))
        address = "/" + str(new.relative_to(reference_cluster.output / "portal"))
        assert new.is_file()
        assert address in old.read_text(encoding="utf-8")
    assert "/zwgk/flfg/" not in "".join(
        main_html(page)
        for page in files_below(reference_cluster.output / "portal" / "zfxxgk", "*.html")
    )

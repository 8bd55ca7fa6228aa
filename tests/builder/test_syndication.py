"""
Feeds that every reader takes, and a sitemap that keeps its schema.
"""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
from lxml import etree

from builder.outputs import sitemap
from tests.helpers import article, column, site

RECORDS = [
    site(),
    column(10, "tzgg"),
    column(12, "kong"),
    *article(11, title="停水\u0008通知 & <公告>", summary="摘要\u0000\ufffe", day="2026-03-01"),
    *article(13, title="没有日期", published_at=None),
    *article(14, link_url="https://www.gov.cn/x.html?a=1&b=2", day="2025-03-01"),
]


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml"])
@pytest.mark.parametrize("folder", ["", "tzgg/", "kong/"])
def test_every_feed_parses(built, folder, name):
    """
    A column without items has a feed too; control characters are left out.
    """
    parsed = feedparser.parse((built(*RECORDS) / "portal" / folder / name).read_bytes())

    assert not parsed.bozo
    assert parsed.feed.title.endswith("示例市人民政府门户网站")


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml"])
def test_a_feed_has_the_newest_dated_items(built, name):
    """
    Absolute addresses, newest first; what has no date is no news.
    """
    parsed = feedparser.parse((built(*RECORDS) / "portal/tzgg" / name).read_bytes())

    assert [(entry.title, entry.link) for entry in parsed.entries] == [
        ("停水通知 & <公告>", "https://www.example.gov.cn/tzgg/2026-03/11.html"),
        ("标题14", "https://www.gov.cn/x.html?a=1&b=2"),
    ]


def test_a_feed_is_as_new_as_its_newest_item(built):
    """
    Nothing in it tells when it was built.
    """
    atom = (built(*RECORDS) / "portal/feed.xml").read_text()

    assert "<updated>2026-03-01T09:30:00+08:00</updated>" in atom.partition("<entry>")[0]


@pytest.fixture
def sitemap_schemas(reference_data: Path) -> dict[str, etree.XMLSchema]:
    """The schemas of sitemaps.org, from the reference data."""
    folder = reference_data / "sitemap-xsd"
    names = {"urlset": "sitemap-0.9.xsd", "sitemapindex": "siteindex-0.9.xsd"}
    return {root: etree.XMLSchema(file=str(folder / name)) for root, name in names.items()}


def test_the_sitemap_is_valid(built, sitemap_schemas):
    """
    Home, columns and pages, but no mere links.
    """
    tree = etree.parse(built(*RECORDS) / "portal/sitemap.xml")
    addresses = [element.text for element in tree.iter("{*}loc")]

    sitemap_schemas["urlset"].assertValid(tree)
    assert "https://www.example.gov.cn/tzgg/undated/13.html" in addresses
    assert not any("www.gov.cn" in address for address in addresses)


def test_a_large_sitemap_is_split(built, sitemap_schemas, monkeypatch):
    """
    An index and its parts, each within the limit.
    """
    monkeypatch.setattr(sitemap, "LIMIT", 4)
    folder = built(*RECORDS) / "portal"
    parts = [etree.parse(path) for path in sorted(folder.glob("sitemap-*.xml"))]

    sitemap_schemas["sitemapindex"].assertValid(etree.parse(folder / "sitemap.xml"))
    for part in parts:
        sitemap_schemas["urlset"].assertValid(part)
    assert [len(part.getroot()) for part in parts] == [4, 4]

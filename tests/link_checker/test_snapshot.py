"""
What a crawl leaves, as rules see it.
"""

from __future__ import annotations

import pytest

from link_checker.errors import BadSnapshot
from link_checker.facts import Link
from link_checker.snapshot import Snapshot, SnapshotWriter
from tests.link_checker.helpers import (
    AS_OF,
    COLUMN_META,
    HOST,
    address,
    article,
    column,
    document,
    home,
    list_page,
    page,
    unread,
)


def finished(*pages, columns=None, path=":memory:") -> Snapshot:
    writer = SnapshotWriter(path, as_of=AS_OF, source="crawl")
    for each in pages:
        writer.add(each)
    if columns is not None:
        writer.add_columns(HOST, columns)
    return writer.finish()


def test_what_was_added_is_read_back(tmp_path):
    """
    Facts survive the way to the disk and back unchanged.
    """
    written = article("/a/1.html")
    finished(written, path=tmp_path / "site.sqlite3").close()

    snapshot = Snapshot.open(tmp_path / "site.sqlite3")

    assert snapshot.page(written.url) == written
    assert snapshot.as_of == AS_OF
    assert snapshot.notes["source"] == "crawl"


def test_pages_come_in_the_order_of_their_addresses_and_by_kind():
    """
    Only HTML pages that were read are pages; kinds choose among them.
    """
    picture = page("/p.png", "", content_type="image/png")
    snapshot = finished(article("/b/1.html"), home(), picture, unread("/c"), list_page("/b/"))

    assert [each.url for each in snapshot.pages(HOST)] == [
        address("/"),
        address("/b/"),
        address("/b/1.html"),
    ]
    assert [each.url for each in snapshot.pages(HOST, ("home",))] == [address("/")]


def test_the_state_of_an_address_is_known_or_not_tried():
    """
    Anything may be asked for; what nobody asked for was not tried.
    """
    snapshot = finished(
        home(), unread("/gone"), unread("/slow", "unreachable", status=0, reason="timeout")
    )

    states = [snapshot.state(address(path)) for path in ("/", "/gone", "/slow", "/never")]

    assert [(state.state, state.status, state.reason) for state in states] == [
        ("ok", 200, ""),
        ("broken", 404, ""),
        ("unreachable", 0, "timeout"),
        ("not_tried", 0, ""),
    ]


def test_a_redirect_is_as_good_as_its_end():
    """
    However long the way is; the pages on it are no pages of their own.
    """
    snapshot = finished(
        home(),
        page("/1", "", final_url=address("/2")),
        page("/2", "", final_url=address("/")),
        page("/3", "", final_url=address("/gone")),
        unread("/gone"),
    )

    assert snapshot.state(address("/1"))[::3] == ("ok", address("/"))
    assert snapshot.state(address("/3"))[::3] == ("broken", address("/gone"))
    assert [each.url for each in snapshot.pages(HOST)] == [address("/")]


def test_redirects_in_a_circle_are_broken():
    """
    Nothing is ever shown there.
    """
    snapshot = finished(
        page("/1", "", final_url=address("/2")), page("/2", "", final_url=address("/1"))
    )

    assert snapshot.state(address("/1")).reason == "redirect_loop"


def test_one_page_at_several_addresses_counts_once():
    """
    The same bytes at `/a/`, `/a/index.html` and `/a/?from=home` are one page; at another path they are not.
    """
    text = document("<h1>公告</h1>", COLUMN_META)
    paths = ["/a/?from=home", "/a/index.html", "/a/", "/b/"]
    snapshot = finished(*(page(path, text) for path in paths))

    assert [each.url for each in snapshot.pages(HOST)] == [address("/a/"), address("/b/")]
    assert snapshot.state(address("/a/index.html")).final_url == address("/a/")


def test_fragments_of_pages_that_were_read_are_known():
    """
    None means that nobody knows.
    """
    snapshot = finished(page("/", document('<h2 id="a">甲</h2><a name="b"></a>')), unread("/gone"))

    assert snapshot.ids(address("/")) == {"a", "b"}
    assert snapshot.ids(address("/gone")) is None


def test_linking_pages_are_known_up_to_a_hundred():
    """
    What a frame links to is linked from everywhere; a hundred pages are enough to say so.
    """
    links = (Link("a", "/x", address("/x"), "", "下载"),) * 2
    snapshot = finished(*(page(f"/{number}", "", links=links) for number in range(150)))

    assert len(snapshot.links_to(address("/x"))) == 20
    assert len(set(snapshot.links_to(address("/x"), 1000))) == 100


def test_columns_of_an_inventory_are_exact():
    """
    They are kept as they are, and the pages at their addresses are column pages.
    """
    odd = page("/odd.html", document("<p>没有任何标签</p>"))
    snapshot = finished(home(), odd, columns=[column("/odd.html", name="公告"), column("/gone/")])

    first, second = snapshot.list_pages(HOST)

    assert snapshot.site(HOST).has_column_inventory
    assert first.page is not None
    assert (first.column.certainty, first.page.kind) == (1.0, "column")
    assert (second.page, second.is_unreachable) == (None, True)


def test_columns_are_recognised_without_an_inventory():
    """
    A list page is a column, its older pages belong to it, and how sure we are is said.
    """
    snapshot = finished(
        home(),
        list_page("/gg/", entries=[("关于甲的公告", "2026-02-20")], column="公告"),
        list_page("/gg/index_1.html", entries=[("关于乙的公告", "2025-02-20")], column="公告"),
    )

    (found,) = snapshot.columns(HOST)

    assert (found.name, found.url, found.column_type) == ("公告", address("/gg/"), "通知公告")
    assert (found.last_item_at, found.must_update) == ("2026-02-20", None)
    assert 0 < found.certainty < 1


def test_a_site_is_what_most_of_its_pages_say():
    """
    Name and code by majority; addresses elsewhere are of no site.
    """
    other = article("/2.html", meta={"SiteName": "别的名称"})
    snapshot = finished(home(), article("/1.html"), other, unread("/gone"))

    (site,) = snapshot.sites

    assert (site.name, site.site_id_code, site.page_count) == ("示例市人民政府", "9999000001", 3)
    assert (site.home_url, site.is_government) == (address("/"), True)


def test_an_unfinished_snapshot_is_continued(tmp_path):
    """
    What was written before the interruption is still there, and counts with what comes after.
    """
    path = tmp_path / "site.sqlite3"
    with SnapshotWriter(path, as_of=AS_OF, source="crawl") as writer:
        writer.add(home())
    with SnapshotWriter(path, as_of=AS_OF, source="crawl", resume=True) as writer:
        known = [facts.url for facts in writer.so_far()]
        writer.add(article("/1.html"))
        snapshot = writer.finish()

    assert known == [address("/")]
    assert snapshot.site(HOST).page_count == 2


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 100])
def test_another_file_is_refused(tmp_path, content):
    """
    A file that is no snapshot gets a sentence, not a traceback.
    """
    (tmp_path / "x.sqlite3").write_bytes(content)

    with pytest.raises(BadSnapshot, match="不是本版本的快照文件"):
        Snapshot.open(tmp_path / "x.sqlite3")


def test_a_missing_file_is_refused(tmp_path):
    """
    So is a file that is not there.
    """
    with pytest.raises(BadSnapshot, match="没有这个快照文件"):
        Snapshot.open(tmp_path / "none.sqlite3")

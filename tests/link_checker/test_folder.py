"""
Built folders are read the way a static server would show them.
"""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from link_checker.crawl import Limits
from link_checker.errors import BadUse, NoPages
from link_checker.folder import read_folders
from link_checker.snapshot import SHANGHAI

AS_OF = datetime(2026, 3, 1, 10, 0, tzinfo=SHANGHAI)


def a_folder(root, files, name="portal"):
    """Files by path; text or bytes."""
    for path, content in files.items():
        file = root / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root / name


def links(*hrefs, head=""):
    """A page that links to these addresses."""
    return f"<html><head>{head}</head><body>" + "".join(
        f'<a href="{href}">链接</a>' for href in hrefs
    )


def states(snapshot, *paths, origin="http://portal.localhost"):
    return [snapshot.state(origin + path)[0] for path in paths]


def test_addresses_are_those_of_a_server(tmp_path):
    """
    `/a/` shows its index.html, a query changes nothing, a folder without its slash leads on to it, a name
    in Chinese is percent-encoded, and what is no file is broken.
    """
    page = links("/a/", "/a/index.html", "/a", "/a/?q=1", "/通知.pdf", "/gone.html", "/b/")
    folder = a_folder(
        tmp_path, {"index.html": page, "a/index.html": "甲", "通知.pdf": b"%PDF", "b/c.html": "丙"}
    )

    snapshot = read_folders([folder], as_of=AS_OF)

    addresses = ("/a/", "/a/index.html", "/a", "/a/?q=1", "/%E9%80%9A%E7%9F%A5.pdf")
    assert states(snapshot, *addresses) == ["ok"] * 5
    assert states(snapshot, "/gone.html", "/b/") == ["broken", "broken"]
    assert snapshot.state("http://portal.localhost/a").final_url == "http://portal.localhost/a/"
    assert snapshot.site("portal.localhost").page_count == 3


def test_pages_saved_from_a_site_tell_nothing_of_the_others(tmp_path):
    """
    A folder without home page, column inventory and sitemap is no site: what its pages link to was not
    saved, which does not make it broken.
    """
    folder = a_folder(tmp_path, {"1.html": links("2.html", "/3.html"), "2.html": "乙"})

    snapshot = read_folders([folder], as_of=AS_OF)

    assert states(snapshot, "/2.html", "/3.html") == ["ok", "not_tried"]


def test_a_site_without_inventory_stands_where_its_site_map_says(tmp_path):
    """
    An address in it that is relative, which none may be, says nothing.
    """
    sitemap = "<urlset><url><loc>{}</loc></url></urlset>"
    told = a_folder(
        tmp_path, {"1.html": "甲", "sitemap.xml": sitemap.format("https://www.city.test/1.html")}
    )
    untold = a_folder(tmp_path, {"1.html": "甲", "sitemap.xml": sitemap.format("/1.html")}, "other")

    snapshot = read_folders([told, untold], as_of=AS_OF)

    assert [site.host for site in snapshot.sites] == ["other.localhost", "www.city.test"]


def test_a_site_that_is_a_link_has_the_name_of_the_link(tmp_path):
    """
    A build puts links to releases in the place of sites, and folders in the place of their folders.
    """
    release = a_folder(tmp_path, {"index.html": links("/a/"), "b/index.html": "甲"}, "7-0a1b")
    (release / "a").symlink_to("b")
    (tmp_path / "portal").symlink_to("7-0a1b")

    snapshot = read_folders([tmp_path / "portal"], as_of=AS_OF)

    assert states(snapshot, "/", "/a/") == ["ok", "ok"]


def test_the_page_for_missing_pages_is_no_page(tmp_path):
    """
    404.html in the root, and hidden files, are not read; `.well-known` is.
    """
    files = {
        "index.html": "甲",
        "404.html": "没有",
        ".git/x.html": "乙",
        ".well-known/a.html": "丙",
    }
    snapshot = read_folders([a_folder(tmp_path, files)], as_of=AS_OF)

    urls = [page.url for page in snapshot.pages("portal.localhost")]

    assert urls == ["http://portal.localhost/", "http://portal.localhost/.well-known/a.html"]


def test_moved_pages_are_redirects(tmp_path):
    """
    A page that leads on at once, and an old address in the map for the web server.
    """
    moved = '<meta http-equiv="refresh" content="0; url=/new.html"><p>页面已移动'
    files = {
        "index.html": links("/old.html", "/older.html"),
        "old.html": moved,
        "new.html": "新",
        ".well-known/zhanqun/redirects.map": "/older.html http://portal.localhost/new.html;\n",
    }
    snapshot = read_folders([a_folder(tmp_path, files)], as_of=AS_OF)

    ends = [snapshot.state(f"http://portal.localhost/{name}.html") for name in ("old", "older")]

    assert [(end.state, end.final_url) for end in ends] == [
        ("ok", "http://portal.localhost/new.html")
    ] * 2
    assert snapshot.site("portal.localhost").page_count == 2


def test_an_old_address_that_leads_to_nothing_is_broken(tmp_path):
    """
    Where a map leads is followed to its end, whether or not a page links there.
    """
    files = {
        "index.html": links("/old.html", "/older.html"),
        ".well-known/zhanqun/redirects.map": "/old.html /gone.html;\n/older.html /old.html;\n",
    }

    snapshot = read_folders([a_folder(tmp_path, files)], as_of=AS_OF)

    assert states(snapshot, "/old.html", "/older.html") == ["broken", "broken"]


def test_several_folders_are_one_cluster(tmp_path):
    """
    Links by the real domain, by the local name at any port, and by a given name are followed inside the
    set; a link to anywhere else is `unreachable`, because nothing is asked.
    """
    tag = '<meta name="SiteDomain" content="slj.example.gov.cn">'
    hrefs = (
        "https://slj.example.gov.cn/a.html",
        "http://water.localhost:8080/a.html",
        "http://water.example/a.html",
        "http://water.localhost/gone.html",
        "https://elsewhere.example/",
    )
    portal = a_folder(tmp_path, {"index.html": links(*hrefs)})
    water = a_folder(tmp_path, {"index.html": links("/", head=tag), "a.html": "甲"}, name="water")

    snapshot = read_folders([portal, water], as_of=AS_OF, hosts={"water.example": str(water)})
    page = snapshot.page("http://portal.localhost/")

    found = [snapshot.state(link.target).state for link in page.links]
    assert found == ["ok", "ok", "ok", "broken", "unreachable"]


def test_the_address_of_a_site_is_where_its_inventory_says(tmp_path):
    """
    Columns are exact, and pages stand at the published address, so that a folder and its server agree.
    """
    column = {
        "name": "公告",
        "url": "http://portal.localhost:8080/gg/",
        "level": 1,
        "column_type": "通知公告",
        "must_update": True,
        "update_window_days": 180,
        "is_hidden": False,
        "item_count": 1,
        "last_item_at": "2026-02-28T23:30:00+00:00",
    }
    inventory = {"site": {"name": "示例市", "has_services": False}, "columns": [column]}
    files = {
        "index.html": "甲",
        "gg/index.html": "公告",
        ".well-known/zhanqun/columns.json": json.dumps(inventory),
    }
    snapshot = read_folders([a_folder(tmp_path, files)], as_of=AS_OF)

    (site,), (found,) = snapshot.sites, snapshot.columns("portal.localhost:8080")

    assert (site.home_url, site.has_services) == ("http://portal.localhost:8080/", False)
    assert (found.last_item_at, found.certainty) == ("2026-03-01 07:30", 1.0)
    assert next(snapshot.list_pages(site.host)).page.kind == "column"


def test_a_huge_page_is_refused_and_a_huge_file_is_not(tmp_path):
    """
    What is not read for its links may be of any size.
    """
    files = {
        "index.html": links("/big.html", "/big.bin"),
        "big.html": "x" * 5000,
        "big.bin": "x" * 5000,
    }
    snapshot = read_folders([a_folder(tmp_path, files)], as_of=AS_OF, limits=Limits(bytes=4000))

    assert states(snapshot, "/big.html", "/big.bin") == ["refused", "ok"]
    assert snapshot.state("http://portal.localhost/big.html").reason == "too_large"


def test_links_that_lead_out_of_the_folder_find_nothing(tmp_path):
    """
    An address never names a file outside of its site.
    """
    a_folder(tmp_path, {"secret.html": "密"}, name="other")
    folder = a_folder(
        tmp_path, {"index.html": links("/..%2fother/secret.html", "/%00", "/" + "a" * 300)}
    )

    found = read_folders([folder], as_of=AS_OF)

    assert {page.reason for page in found.failures()} == {"missing_file"}


def test_folders_that_lead_in_circles_end(tmp_path):
    """
    A link to the folder above is followed only so far.
    """
    folder = a_folder(tmp_path, {"index.html": "甲"})
    (folder / "again").symlink_to(folder)

    assert read_folders([folder], as_of=AS_OF).site("portal.localhost").page_count < 100


@pytest.mark.parametrize(
    ("files", "hosts", "error", "sentence"),
    [
        ({}, {}, BadUse, "没有这个文件夹"),
        ({"a.txt": "甲"}, {}, NoPages, "文件夹里没有网页"),
        ({"index.html": "甲"}, {"a.example": "/nowhere"}, BadUse, "--host a.example=/nowhere"),
    ],
)
def test_bad_use_gets_a_sentence(tmp_path, files, hosts, error, sentence):
    """
    What is wrong, and what to do.
    """
    a_folder(tmp_path, files)

    with pytest.raises(error, match=sentence):
        read_folders([tmp_path / "portal"], as_of=AS_OF, hosts=hosts)

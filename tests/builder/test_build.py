"""
What a build makes of a few records: addresses, links, lists, and the same bytes every time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from builder.addressing import Addressing
from builder.build import Plan, build, select_outputs
from builder.errors import OutputError, StoreError, ThemeError, UsageError
from builder.paths import project_root
from builder.release import ReleaseStore
from builder.theme import Theme
from tests.helpers import (
    a_feed,
    article,
    column,
    media,
    placement,
    policy_document,
    put,
    site,
    tree,
)

ROOT = [site(), column(10, "tzgg")]


def text(folder: Path, name: str) -> str:
    return (folder / name).read_text()


def test_a_page_stands_in_its_column_by_month_and_id(built):
    """
    The address is made of the column's path, the month and the id.
    """
    output = built(*ROOT, *article(11, title="停水通知", day="2026-03-01"))

    assert "<h1>停水通知</h1>" in text(output, "portal/tzgg/2026-03/11.html")


def test_a_page_without_a_date_stands_among_the_undated(built):
    """
    It has no PubDate either.
    """
    output = built(*ROOT, *article(11, published_at=None))

    assert "PubDate" not in text(output, "portal/tzgg/undated/11.html")


def test_a_page_carries_the_meta_tags_of_the_standard(built):
    """
    国办发〔2017〕47号, annex part three; what is empty is left out.
    """
    output = built(*ROOT, *article(11, title="停水通知", keywords=["水", "通知"]))
    page = text(output, "portal/tzgg/2026-03/11.html")

    for name, value in {
        "SiteName": "示例市人民政府门户网站",
        "SiteDomain": "www.example.gov.cn",
        "SiteIDCode": "9999000001",
        "ColumnName": "栏目tzgg",
        "ColumnType": "通知公告",
        "ArticleTitle": "停水通知",
        "PubDate": "2026-03-01 09:30",
        "ContentSource": "示例市人民政府办公室",
        "Keywords": "水,通知",
        "Url": "https://www.example.gov.cn/tzgg/2026-03/11.html",
    }.items():
        assert f'<meta name="{name}" content="{value}">' in page
    assert "<title>停水通知_栏目tzgg_示例市人民政府门户网站</title>" in page
    assert 'name="Author"' not in page


def test_links_to_another_site_are_absolute(built):
    """
    On the own site a path, elsewhere the domain, or the local name in a local build.
    """
    records = [
        *ROOT,
        site(2, "water"),
        column(20, "gg", site=2),
        *article(11, body='<p><a href="zq:article/21">水</a><a href="zq:column/10">栏</a></p>'),
        *article(21, column=20),
    ]

    page = text(built(*records), "portal/tzgg/2026-03/11.html")
    local = text(built(*records, mode="local"), "portal/tzgg/2026-03/11.html")

    assert 'href="https://water.example.gov.cn/gg/2026-03/21.html">水' in page
    assert '<a href="/tzgg/">栏</a>' in page
    assert 'href="http://water.localhost:8080/gg/2026-03/21.html">水' in local


def test_a_page_shown_in_two_columns_has_one_address(built):
    """
    It stands where its first placement is; other lists link there.
    """
    shown_again = placement(90, "article", 11, 20, position=1)
    output = built(*ROOT, site(2, "water"), column(20, "gg", site=2), *article(11), shown_again)

    assert "https://www.example.gov.cn/tzgg/2026-03/11.html" in text(output, "water/gg/index.html")
    assert not (output / "water/gg/2026-03").exists()


def test_a_mere_link_stands_in_lists_only(built):
    """
    转载: the list leads to where the page is.
    """
    output = built(*ROOT, *article(11, link_url="https://www.gov.cn/x.html"))

    assert 'href="https://www.gov.cn/x.html"' in text(output, "portal/tzgg/index.html")
    assert not (output / "portal/tzgg/2026-03").exists()


def test_a_pinned_item_comes_first_on_the_newest_page(built):
    """
    And is not repeated below.
    """
    output = built(
        *ROOT,
        *article(11, title="旧而置顶", day="2025-01-01", is_pinned=True),
        *article(12, title="新", day="2026-01-01"),
    )
    page = text(output, "portal/tzgg/index.html")

    assert page.index("旧而置顶") < page.index(">新<")
    assert page.count("旧而置顶") == 1


def test_a_new_item_touches_no_older_list_page(built):
    """
    Older pages are numbered from the oldest item within their year.
    """
    old = [record for n in range(100, 150) for record in article(n, day="2025-01-01")]
    before = tree(built(*ROOT, *old) / "portal/tzgg/page")
    after = tree(built(*ROOT, *old, *article(200, day="2026-05-01")) / "portal/tzgg/page")

    assert before and before == {name: after[name] for name in before}


def test_a_column_of_columns_is_an_overview(built):
    """
    Each sub-column with its newest items.
    """
    output = built(
        *ROOT, column(12, "sub", parent=10, title="子栏目"), *article(11, column=12, title="甲")
    )
    page = text(output, "portal/tzgg/index.html")

    assert "page-overview" in page
    assert "子栏目" in page and "/tzgg/sub/2026-03/11.html" in page


def test_a_hidden_column_is_not_in_the_navigation(built):
    """
    Its pages stay where they are.
    """
    output = built(*ROOT, column(12, "ycl", is_hidden=True), *article(11, column=12))

    assert "/ycl/" not in text(output, "portal/index.html").partition("<main")[0]
    assert (output / "portal/ycl/2026-03/11.html").is_file()


def test_a_renamed_column_moves_everything_and_leaves_redirects(built):
    """
    Pages, lists and feeds of it and of the columns under it; old addresses lead to the new ones.
    """
    records = [column(12, "sub", parent=10), *article(11), *article(13, column=12)]
    output = built(
        site(), column(10, "gonggao", former=[{"parent": None, "slug": "tzgg"}]), *records
    )
    redirects = text(output, "portal/.well-known/zhanqun/redirects.map").splitlines()

    assert (output / "portal/gonggao/2026-03/11.html").is_file()
    assert "/gonggao/2026-03/11.html" in text(output, "portal/tzgg/2026-03/11.html")
    assert "/tzgg/ /gonggao/;" in redirects
    assert "/tzgg/sub/2026-03/13.html /gonggao/sub/2026-03/13.html;" in redirects
    assert "/tzgg/feed.xml /gonggao/feed.xml;" in redirects


def test_a_page_moved_to_another_column_leaves_a_redirect(built):
    """
    The placement says where it was, under that column's old names too.
    """
    old = column(12, "xin", former=[{"parent": None, "slug": "jiu"}])
    page, _ = article(11)
    moved = placement(11, "article", 11, 10, former_columns=[12])

    output = built(*ROOT, old, page, moved)
    redirects = text(output, "portal/.well-known/zhanqun/redirects.map").splitlines()

    assert "/xin/2026-03/11.html /tzgg/2026-03/11.html;" in redirects
    assert "/jiu/2026-03/11.html /tzgg/2026-03/11.html;" in redirects


def test_an_address_in_use_is_never_redirected(built):
    """
    A new column under an old name is read where it stands.
    """
    renamed = column(10, "new", former=[{"parent": None, "slug": "old"}])
    output = built(site(), renamed, column(12, "old"), *article(11))
    redirects = text(output, "portal/.well-known/zhanqun/redirects.map").splitlines()

    assert "/old/2026-03/11.html /new/2026-03/11.html;" in redirects
    assert not any(line.startswith(("/old/ ", "/old/feed.xml ")) for line in redirects)


def test_redirects_entered_by_hand_lead_to_the_record(built):
    """
    A reference follows the record; one that is gone leaves no redirect.
    """
    output = built(
        *ROOT,
        *article(11),
        put("redirect", 30, site=1, path="/old/notice.asp", target="zq:article/11"),
        put("redirect", 31, site=1, path="/old/gone.html", target="zq:article/99"),
        put("redirect", 32, site=1, path="/old/a b.html", target="https://www.gov.cn/"),
    )

    assert text(output, "portal/.well-known/zhanqun/redirects.map").splitlines() == [
        "/old/a%20b.html https://www.gov.cn/;",
        "/old/notice.asp /tzgg/2026-03/11.html;",
    ]
    assert "https://www.gov.cn/" in text(output, "portal/old/a b.html")


def test_media_are_put_on_every_site_that_shows_them(built):
    """
    Under the record's id and a readable name.
    """
    output = built(
        *ROOT, *article(11, attachments=[{"media": 5, "title": ""}]), media(5, b"x"), media=[b"x"]
    )

    assert (output / "portal/media/5/通知.pdf").read_bytes() == b"x"
    assert "/media/5/%E9%80%9A%E7%9F%A5.pdf" in text(output, "portal/tzgg/2026-03/11.html")


def test_the_catalogue_names_each_policy_document_once(built):
    """
    All sites' documents, over all its pages.
    """
    documents = [
        record
        for number in range(100, 170)
        for record in policy_document(number, day=f"{2024 + number % 3}-01-01")
    ]
    again = placement(900, "policy_document", 100, 20, position=1)
    output = built(*ROOT, site(2, "water"), column(20, "gg", site=2), *documents, again)
    pages = b"".join(tree(output / "portal/zfxxgk/catalogue").values()).decode()

    assert [pages.count(f"/{number}.html") for number in range(100, 170)] == [1] * 70


def test_the_column_inventory_tells_what_stands_in_each_column(built):
    """
    For inspectors: hidden columns too.
    """
    output = built(*ROOT, column(12, "ycl", is_hidden=True), *article(11))
    columns = json.loads(text(output, "portal/.well-known/zhanqun/columns.json"))["columns"]

    assert [(each["name"], each["item_count"], each["is_hidden"]) for each in columns] == [
        ("栏目tzgg", 1, False),
        ("栏目ycl", 0, True),
    ]
    assert columns[0]["last_item_at"] == "2026-03-01T09:30:00+08:00"


def test_texts_are_escaped(built):
    """
    Only a body is HTML.
    """
    output = built(*ROOT, *article(11, title="<b>&"))

    assert "<h1>&lt;b&gt;&amp;</h1>" in text(output, "portal/tzgg/2026-03/11.html")


def test_building_again_changes_nothing(built):
    """
    Not with more workers either.
    """
    records = [*ROOT, site(2, "water"), *article(11)]
    first = tree(built(*records))

    assert tree(built(*records, jobs=2)) == first


def test_nothing_depends_on_the_surroundings(tmp_path):
    """
    Hash seed, umask, home, time zone, locale, number of workers and folder leave no trace: the root
    hash is the same.
    """
    feed = a_feed(tmp_path, *ROOT, site(2, "water"), *article(11), *policy_document(12))
    root = project_root()
    roots = []
    for seed, umask, zone, locale, jobs in (
        ("1", 0o022, "UTC", "C.UTF-8", "1"),
        ("77", 0o077, "America/New_York", "C", "2"),
    ):
        var = tmp_path / seed
        command = [sys.executable, "-m", "builder.cli", "build", "--feed", feed, "--var", var]
        environment = {
            **os.environ,
            "PYTHONPATH": f"{root}:{root / 'build'}:{root / 'link-checker'}",
            "PYTHONHASHSEED": seed,
            "HOME": str(var),
            "TZ": zone,
            "LC_ALL": locale,
        }
        command += ["--without", "search", "--jobs", jobs]
        subprocess.run(command, env=environment, check=True, umask=umask)
        releases = ReleaseStore(var / "output").sites
        roots.append([releases.live(slug).root for slug in ("portal", "water")])

    assert roots[0] == roots[1]


def test_two_outputs_never_share_an_address(built):
    """
    A column that takes a fixed address is named; the last trees stay.
    """
    with pytest.raises(OutputError, match=r"地址 /search/index.html 同时属于 lists 和 search_page"):
        built(site(), column(10, "search"))


def test_a_site_that_is_gone_takes_its_tree_along(built):
    """
    Nothing lies in the output folder but the sites of the cluster.
    """
    built(*ROOT, site(2, "water"))

    assert [path.name for path in built(*ROOT).iterdir()] == ["portal"]


def test_a_store_that_was_never_filled_says_what_to_do(tmp_path, store, theme):
    """
    A build without a feed needs a store.
    """
    plan = Plan(store, theme, Addressing(), select_outputs(), tmp_path / "output")

    with pytest.raises(StoreError, match="请用 zhanqun build --feed 指明一份完整的数据流"):
        build(plan)


def test_an_unknown_output_is_named():
    """
    Together with those there are.
    """
    with pytest.raises(UsageError, match="没有名为“menu”的输出。可用的输出：accessibility、atom、"):
        select_outputs(["menu"])


@pytest.mark.parametrize(
    ("name", "source", "sentence"),
    [
        ("article", "{{ mood }}", "pages/article.html：模板用了没有提供的名称 mood。"),
        ("article", "{{ site.mood }}", "pages/article.html：模板用了没有提供的名称（"),
        ("article", "{% if %}", "pages/article.html 第 1 行：模板有语法错误"),
        ("article", "{% include 'nix.html' %}", "引用的模板 nix.html 不存在"),
        ("article", None, "pages/article.html：页面类型 article 没有模板。"),
    ],
)
def test_a_faulty_theme_stops_the_build_and_leaves_the_sites(
    tmp_path, store, theme, built, name, source, sentence
):
    """
    One sentence with the template and the name; the last trees stay as they were.
    """
    output = built(*ROOT, *article(11))
    before = tree(output)
    folder = tmp_path / "theme"
    subprocess.run(["cp", "-r", theme.folder, folder], check=True)
    place = folder / "pages" / f"{name}.html"
    place.unlink() if source is None else place.write_text(source)

    with pytest.raises(ThemeError, match=sentence.replace("(", r"\(")):
        build(Plan(store, Theme(folder), Addressing(), select_outputs(), output))
    assert tree(output) == before


@pytest.mark.parametrize("name", ["pages/article.html", "site.css.jinja", "static/more.css"])
def test_a_file_of_a_theme_that_is_not_utf_8_is_named(tmp_path, theme, name):
    """
    As an editor saves it that writes GBK.
    """
    folder = tmp_path / "theme"
    subprocess.run(["cp", "-r", theme.folder, folder], check=True)
    (folder / name).write_bytes("/* 公开 */".encode("gbk"))

    with pytest.raises(ThemeError, match=f"{name}：这个文件不是 UTF-8 编码。请另存为 UTF-8。"):
        Theme(folder)


def test_a_redirect_that_cannot_be_a_file_is_in_the_map_alone(built):
    """
    Nor does it stop the build; what is no address leads nowhere, and no line is more than one.
    """
    paths = ["/a/../b.html", "/a//b.html", "/tzgg/2026-03/11.html/x.html", f"/{'长' * 90}.html"]
    output = built(
        *ROOT,
        *article(11),
        *(
            put("redirect", 30 + at, site=1, path=path, target="zq:article/11")
            for at, path in enumerate([*paths, "/$host;\n.htm", f"/{'9' * 30}.html", "none.html"])
        ),
        put("redirect", 50, site=1, path="/s.html", target="javascript:alert(1)"),
        put("redirect", 51, site=1, path="/m.html", target=f"zq:media/{'9' * 30}"),
    )
    lines = text(output, "portal/.well-known/zhanqun/redirects.map").splitlines()

    assert len(lines) == 6
    assert "/%24host%3B%0A.htm /tzgg/2026-03/11.html;" in lines
    assert sorted(path.name for path in (output / "portal").glob("*.htm*") if path.name[0] in "$9/sm") == [
        "$host;\n.htm", f"{'9' * 30}.html", "sitemap.html",
    ]  # fmt: skip


def test_a_mere_link_leads_to_the_web_only(built):
    """
    A script that found its way into the field is no link.
    """
    output = built(*ROOT, *article(11, link_url="javascript:alert(1)"))

    assert "javascript:" not in text(output, "portal/tzgg/index.html")


@pytest.mark.parametrize(
    "name", ["𠮷" * 200 + ".pdf", "x." + "a" * 300, "通" * 90 + "." + "知" * 90]
)
def test_a_medium_of_any_name_has_a_file(built, name):
    """
    Names are cut to what a file system takes.
    """
    output = built(
        *ROOT,
        media(20, b"x", name=name),
        *article(11, attachments=[{"media": 20, "title": ""}]),
        media=(b"x",),
    )

    assert len(list((output / "portal/media/20").iterdir())) == 1

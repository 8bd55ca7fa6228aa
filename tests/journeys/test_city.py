"""
The sample city as a citizen, an editor and a machine meet it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import urllib.error
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from tests.axe import violations
from tests.helpers import tree
from tests.journeys.conftest import PROJECT, ZHANQUN, a_cluster, fetch

pytestmark = pytest.mark.xdist_group("city")

LOCAL = re.compile(r"http://([a-z]+)\.localhost:8080(/.*)?")


def links(page: bytes, address: str) -> set[str]:
    """Every address a page leads to or loads, on any site of the cluster."""
    tree = html.fromstring(page)
    found = {*tree.xpath("//@href"), *tree.xpath("//@src")}
    absolute = (urljoin(address, each).partition("#")[0] for each in found)
    return {each for each in absolute if LOCAL.match(each)}


def test_every_link_of_the_city_works(city):
    """
    From the portal's home page over all sites, every address answers below 400.
    """
    waiting = ["http://portal.localhost:8080/"]
    seen, broken = set(waiting), []
    with city.served() as port:
        while waiting and len(seen) < 20_000:
            address = waiting.pop()
            site, path = LOCAL.fullmatch(address).groups()
            try:
                body = fetch(port, site, path or "/")
            except urllib.error.HTTPError as error:
                broken.append((address, error.code))
                continue
            if urlsplit(address).path.endswith(("/", ".html")) and "/search/query" not in address:
                new = links(body, address) - seen
                seen |= new
                waiting += new

    assert broken == []
    assert {LOCAL.match(each)[1] for each in seen} == {
        "portal", "education", "finance", "health", "housing", "transport", "water",
    }  # fmt: skip
    assert len(seen) > 400


@pytest.mark.long
def test_the_same_seed_and_day_give_the_same_sites(city, tmp_path):
    """
    Another database, another process, another hash seed: every file of the output is the same.
    """
    other = a_cluster(tmp_path)
    other.manage("demo_city", "--items", "150", "--seed", "7", "--as-of", "2026-03-02")
    other.manage("export_feed")
    other.build()

    assert tree(other.output) == tree(city.output)


def test_a_page_published_in_the_cms_is_reported_live(city):
    """
    Published, fetched over HTTP with the token, built: the editor finds 已上线 and the address.
    """
    city.manage(
        "shell", "-v0", "-c",
        "from cms.columns.models import Column\n"
        "from cms.news.models import Article\n"
        "column = Column.objects.get(url_path='/water/zwgk/tzgg/')\n"
        "page = Article(title='关于示例渠清淤的通知', content_source='示例市水务局', live=False)\n"
        "column.add_child(instance=page)\n"
        "from cms.review.guard import import_right\n"
        "with import_right('journey'):\n"
        "    page.save_revision().publish()\n",
    )  # fmt: skip

    with city.cms() as port:
        told = city.build(feed=f"http://127.0.0.1:{port}/feed/")

    assert told["records"]["put"] >= 2
    ((live_at, findings),) = city.rows(
        "SELECT result.live_at, result.findings FROM feed_publicationresult AS result"
        " JOIN core_recordidentity AS identity ON identity.id = result.record_id"
        " JOIN wagtailcore_page AS page ON page.id = identity.source_pk"
        " WHERE identity.source = 'wagtailcore_page' AND page.title = '关于示例渠清淤的通知'"
    )
    assert json.loads(findings) == []
    site, path = LOCAL.fullmatch(live_at).groups()
    assert "关于示例渠清淤的通知" in (city.output / site / unquote(path)[1:]).read_text(
        encoding="utf-8"
    )


def test_a_wrong_token_is_one_sentence(city):
    """
    Exit status 3, nothing written.
    """
    with city.cms() as port:
        done = subprocess.run(
            [ZHANQUN, "build", "--feed", f"http://127.0.0.1:{port}/feed/", "--token", "wrong",
             "--var", city.var / "other"],
            capture_output=True, text=True, timeout=60,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (PROJECT, PROJECT / "build")))},
        )  # fmt: skip

    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "令牌不对" in done.stderr
    assert not (city.var / "other" / "store.sqlite3").exists()


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 375)])
def test_real_pages_are_accessible_and_fit(city, browser, scheme, width):
    """
    axe finds nothing on one page of each type as built, and nothing scrolls sideways.
    """
    portal = city.output / "portal"
    pages = ["/", "/zwgk/", "/zwgk/tzgg/", "/zfxxgk/catalogue/", "/search/", "/sitemap.html"]
    for pattern in ("ywdt/bsyw/*/*.html", "zwgk/zcwj/gfxwj/*/*.html"):
        pages.append("/" + str(sorted(portal.glob(pattern))[-1].relative_to(portal)))
    with city.served() as port:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True,
        )  # fmt: skip
        page = context.new_page()
        for path in pages:
            page.goto(f"http://portal.localhost:{port}{path}")
            assert violations(page) == "", path
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, path
        context.close()


@pytest.mark.browser
def test_a_reader_without_script_finds_and_reads(city, browser):
    """
    With script off: search from the home page, open the first result, read its text.
    """
    with city.served() as port:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"http://portal.localhost:{port}/")
        page.fill("main input[name=q]", "通知")
        page.press("main input[name=q]", "Enter")
        title = page.locator("#results a").first
        wanted = title.inner_text()
        href = title.get_attribute("href")
        page.goto(href.replace(":8080", f":{port}"))

        assert page.locator("h1").inner_text().strip() == wanted.strip()
        context.close()

"""
A document is repealed by a new one, and the new one withdrawn again: in the cms, the feed, the sites, the search.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
from lxml import html

from tests.helpers import files_below
from tests.journeys.conftest import ZHANQUN, Cluster

pytestmark = pytest.mark.xdist_group("city")

OLD, NEW = "示例市示例湖游船管理暂行办法", "示例市示例湖游船管理条例实施细则"
FOLDER = "zwgk/zcwj/gfxwj"
PUBLISH = f"""
from datetime import date
from cms.bodies.models import Body
from cms.columns.models import Column
from cms.policies.models import DocumentChange, PolicyDocument
from cms.review.guard import import_right
from wagtail.rich_text import RichText

column = Column.objects.get(url_path="/portal/{FOLDER}/")
body = Body.objects.get(name="示例市人民政府")

def publish(title, day, *changes):
    page = PolicyDocument(title=title, issuing_body=body, issued_on=day, live=False)
    page.body = [("text", RichText("<p>示例湖游船应当安全航行。</p>"))]
    column.add_child(instance=page)
    page.changes = changes
    with import_right("journey"):
        page.save_revision().publish()
"""
REPEAL = f"""
old = PolicyDocument.objects.get(title="{OLD}")
publish("{NEW}", date(2026, 2, 10), DocumentChange(
    changed=old, effect="replaces", takes_effect_on=date(2026, 3, 1)))
"""
WITHDRAW = f"""
with import_right("journey"):
    PolicyDocument.objects.get(title="{NEW}").unpublish()
"""


def test_a_repealed_document_is_marked_until_its_repeal_is_withdrawn(city: Cluster) -> None:
    """
    The old document is marked on its page, in lists, catalogue, feeds and search, and names its
    successor; the new one names what it repeals. When the new one is withdrawn, no mark is left.
    """
    published(city, PUBLISH + f'publish("{OLD}", date(2019, 5, 6))')
    before = seen(city)
    published(city, PUBLISH + REPEAL)
    repealed = seen(city)
    published(city, PUBLISH + WITHDRAW)
    after = seen(city)

    assert before == dict.fromkeys(PLACES, "") | {"search": "有效"}
    assert (
        repealed["page"] == f"本文件已废止。现行文件：《{NEW}》 自2026年3月1日起由《{NEW}》废止。"
    )
    assert repealed["list"] == repealed["catalogue"]
    assert repealed["catalogue"] == f"已废止 现行文件：{NEW}"
    sentence = f"已废止：{OLD} 自2026年3月1日起由《{NEW}》废止。现行文件：《{NEW}》。"
    assert repealed["atom"] == repealed["rss"] == repealed["site's atom"] == sentence
    assert repealed["search"] == f"已废止  现行文件：《{NEW}》"
    assert repealed["new"] == f"本文件修改、废止的文件 {OLD} 自2026年3月1日起废止"
    assert after == before


def published(city: Cluster, script: str) -> None:
    city.manage("shell", "-v0", "-c", script)
    city.manage("export_feed")
    city.build()


def seen(city: Cluster) -> dict[str, str]:
    """What each place says of the old document, beside what it said before; of the new one its page."""
    return {name: look(city) for name, look in PLACES.items()}


def on_page(city: Cluster) -> str:
    return text_of(page_of(city, OLD), "//*[@role='note']")


def on_new_page(city: Cluster) -> str:
    page = page_of(city, NEW)
    return text_of(page, "//section[@aria-labelledby='changes']") if page else ""


def in_list(city: Cluster) -> str:
    return marks_in(city.output / "portal" / FOLDER / "index.html")


def in_catalogue(city: Cluster) -> str:
    return marks_in(city.output / "portal" / "zfxxgk" / "catalogue" / "index.html")


def in_feed(path: str) -> Callable[[Cluster], str]:
    def look(city: Cluster) -> str:
        entries = feedparser.parse((city.output / "portal" / path).read_bytes()).entries
        found = [f"{each.title} {each.summary}" for each in entries if f"：{OLD}" in each.title]
        return " ".join(found)

    return look


def in_search(city: Cluster) -> str:
    command = [ZHANQUN, "search", OLD, "--var", city.var]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    lines = done.stdout.splitlines()
    (number,) = (at for at, line in enumerate(lines) if line.endswith(f". {OLD}"))
    return lines[number + 1].partition(day_of(lines[number + 1]))[2].strip()


def day_of(facts: str) -> str:
    return next(part for part in facts.split() if part[:2] == "20")


PLACES: dict[str, Callable[[Cluster], str]] = {
    "page": on_page,
    "list": in_list,
    "catalogue": in_catalogue,
    "atom": in_feed(f"{FOLDER}/feed.xml"),
    "rss": in_feed(f"{FOLDER}/rss.xml"),
    "site's atom": in_feed("feed.xml"),
    "search": in_search,
    "new": on_new_page,
}


def page_of(city: Cluster, title: str) -> Path | None:
    pages = files_below(city.output / "portal" / FOLDER, "*.html")
    return next((path for path in pages if f"<h1>{title}</h1>" in path.read_text()), None)


def marks_in(path: Path) -> str:
    """The mark of the old document's line, and what replaces it."""
    (item,) = html.parse(path).xpath(f"//li[contains(@class, 'item')][.//a[text()='{OLD}']]")
    found = item.xpath(".//*[contains(@class, 'mark') or @class='successor']")
    return " ".join(" ".join(each.text_content().split()) for each in found)


def text_of(path: Path, query: str) -> str:
    found = html.parse(path).xpath(query)
    return " ".join(" ".join(each.text_content().split()) for each in found)

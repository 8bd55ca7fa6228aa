"""
A site of one right article, with an example in it, before the rule that the example belongs to.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from builder.defects import Found, compare
from builder.defects.answers import AnswerList
from builder.defects.pages import Page, Site
from builder.defects.registry import Fault
from link_checker import judge, load_indicators, read_folders
from link_checker.registry import AnyRule
from tests.link_checker.helpers import AS_OF, CONTENT_META, HOST, SITE_META, address, document

ARTICLE = "/zwgk/gg/2026-02/1.html"
TEXT = """<main><h1>关于供水的公告</h1><p>发布时间：2026-02-20 09:30</p>
    <div class="body"><p>自来水管网检修，请市民提前储水。</p></div></main>"""


def assert_found(folder: Path, rule: AnyRule, fault: Fault) -> None:
    """The rule finds what the example says and nothing else; without the example it finds nothing."""
    page = Page(a_site_on_disk(folder), ARTICLE)
    before = found(folder, rule)
    wanted = fault.plant(page)
    page.write()
    signed = tuple(msgspec.structs.replace(answer, rule=rule.name) for answer in wanted)
    expected = AnswerList(as_of=AS_OF.isoformat(), hosts={HOST: "site"}, answers=signed)
    result = compare(expected, found(folder, rule))

    assert before == []
    assert (result.missed, result.false) == ((), ())
    assert bool(wanted) is not fault.name.startswith("neighbour_")


def a_site_on_disk(folder: Path) -> Site:
    """Home page, site map and one article, with their inventory."""
    column = {"name": "公告", "url": address("/zwgk/gg/")}
    site = {"domain": HOST, "name": SITE_META["SiteName"]}
    inventory = {"site": site, "columns": [column]}
    files = {
        "/index.html": document("<main><h1>示例市人民政府</h1></main>", SITE_META),
        "/sitemap.html": document("<main><h1>站点地图</h1></main>", SITE_META),
        ARTICLE: document(TEXT, CONTENT_META),
        "/.well-known/zhanqun/columns.json": json.dumps(inventory),
    }
    for path, text in files.items():
        place = folder / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return Site(folder)


def found(folder: Path, rule: AnyRule) -> list[Found]:
    """What the rule finds on the whole site."""
    snapshot = read_folders([folder], as_of=AS_OF)
    results = judge(snapshot, [rule], load_indicators().parameters)
    return [
        Found(rule=rule.name, url=each.url, target=each.target, label=each.label)
        for result in results
        for each in result.findings
    ]

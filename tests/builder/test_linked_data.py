"""
What pages say of themselves to machines.
"""

from __future__ import annotations

import json
import re

from tests.helpers import article, column, policy_document, site

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


def said(output, path):
    """Every block of a page."""
    page = (output / "portal" / path).read_text()
    return [json.loads(block) for block in BLOCK.findall(page)]


def test_pages_say_what_they_are(built):
    """
    A document with its number and whether it holds, an article, where each stands, the site itself;
    what looks like markup in a title ends no block.
    """
    output = built(
        site(),
        column(10, "tzgg", title="公告</script>"),
        *article(20, title="停水</script>通知"),
        *policy_document(21, validity="repealed", document_number="示政规〔2026〕1号"),
    )

    news, crumbs = said(output, "tzgg/2026-03/20.html")
    document, _ = said(output, "tzgg/2026-03/21.html")
    (home,) = said(output, "index.html")
    assert (news["@type"], news["headline"]) == ("NewsArticle", "停水</script>通知")
    assert news["url"] == "https://www.example.gov.cn/tzgg/2026-03/20.html"
    assert re.fullmatch(r"2026-03-01T\d\d:\d\d:00\+08:00", news["datePublished"])
    assert [(each["position"], each["name"]) for each in crumbs["itemListElement"]] == [
        (1, "首页"),
        (2, "公告</script>"),
    ]
    assert document["legislationIdentifier"] == "示政规〔2026〕1号"
    assert document["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert [each["@type"] for each in home["@graph"]] == ["WebSite", "GovernmentOrganization"]

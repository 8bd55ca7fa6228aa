"""
Fifty saved pages of real government sites: nothing breaks, and the facts are those of the reference data.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from link_checker.extract import read
from link_checker.extract.memory import Memory
from link_checker.extract.text import collapse

DATA = "gov-pages-dev"
IMAGE_BUTTONS = {"pages/www.honghu.gov.cn-01.html": 1}
"""Pictures too, which the index does not count; this one says nothing."""
NAMED_BY_TITLE = {
    "pages/www.sc.gov.cn-01.html": 2,
    "pages/zdb.beijing.gov.cn-01.html": 2,
    "pages/www.bjshy.gov.cn-01.html": 2,
    "pages/www.gz.gov.cn-01.html": 23,
    "pages/www.suibin.gov.cn-01.html": 1,
    "pages/www.fcgs.gov.cn-01.html": 2,
    "pages/www.sjz.gov.cn-01.html": 1,
}
"""Pictures whose `title` says something where `alt` does not; the index looks at `alt` alone."""
TITLE_KEPT = 200
"""The index keeps so many characters of a title."""


@pytest.fixture(scope="module")
def saved(reference_data):
    """Each line of the index with the facts that we read out of its file."""
    folder = reference_data / DATA
    memory = Memory()
    pairs = []
    for line in (folder / "index.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        facts = read(
            (folder / entry["file"]).read_bytes(),
            url=f"http://{entry['host'] or 'www.example.gov.cn'}/{Path(entry['file']).name}",
            site=entry["host"] or "www.example.gov.cn",
            status=200,
            content_type="text/html",
            charset="",
            seconds=0.0,
            depth=0,
            join=memory,
        )
        pairs.append((entry, facts))
    assert len(pairs) == 50
    return pairs


def differences(saved, expected, found):
    """Files where the index says one thing and we another."""
    return [
        (entry["file"], expected(entry), found(facts))
        for entry, facts in saved
        if expected(entry) != found(facts)
    ]


def test_every_page_is_read(saved):
    """
    Whatever is wrong with a page, it is read.
    """
    assert [facts.reason for _, facts in saved] == [""] * 50
    assert all(facts.own_text for _, facts in saved)


def test_encodings(saved):
    """
    Declared, undeclared and wrongly declared pages are decoded as they were meant.
    """
    assert differences(saved, lambda entry: entry["enc"], lambda facts: facts.encoding) == []


def test_titles(saved):
    """
    Collapsed; one page has its whole headline, markup and all, in the title.
    """
    assert (
        differences(saved, lambda entry: entry["title"], lambda facts: facts.title[:TITLE_KEPT])
        == []
    )


def test_meta_tags(saved):
    """
    Names without case, the first value wins, white space collapsed.
    """
    wrong = [
        (entry["file"], name, value, facts.meta.get(name.lower()))
        for entry, facts in saved
        for name, value in entry["meta"].items()
        if facts.meta.get(name.lower()) != collapse(value)
    ]

    assert wrong == []


def test_five_pages_name_no_site(saved):
    """
    Tags that are not in the index are not found either.
    """
    assert sum("sitename" not in facts.meta for _, facts in saved) == 5


def test_languages(saved):
    """
    None where the attribute is absent.
    """
    assert differences(saved, lambda entry: entry["html_lang"], lambda facts: facts.language) == []


def test_links(saved):
    """
    The index counts `a` with an `href`, empty ones too.
    """
    assert (
        differences(
            saved,
            lambda entry: entry["links"],
            lambda facts: sum(link.kind == "a" for link in facts.links),
        )
        == []
    )


def pictures(facts):
    """The `img` elements with a source: those without one show nothing and load nothing."""
    return [
        link for link in facts.links if link.kind == "img" and link.has_text_alternative is not None
    ]


def test_images(saved):
    """
    Every `img` of these pages has a source.
    """
    assert (
        differences(
            saved,
            lambda entry: entry["images"] + IMAGE_BUTTONS.get(entry["file"], 0),
            lambda facts: len(pictures(facts)),
        )
        == []
    )


def test_images_without_alternative(saved):
    """
    The index counts an empty `alt` as none; for us that is a picture marked as decoration, or named by
    its title.
    """
    assert (
        differences(
            saved,
            lambda entry: (
                entry["images_without_alt"]
                + IMAGE_BUTTONS.get(entry["file"], 0)
                - NAMED_BY_TITLE.get(entry["file"], 0)
            ),
            lambda facts: sum(not link.text for link in pictures(facts)),
        )
        == []
    )


def test_words_of_the_footer_are_in_the_texts(saved):
    """
    What the index found in the visible text stands in header, footer, or the page's own text, or in
    the words of a link of the navigation.
    """
    wrong = []
    for entry, facts in saved:
        links = " ".join(link.text for link in facts.links)
        said = f"{facts.header_text} {facts.footer_text} {facts.own_text} {links}"
        wrong += [
            (entry["file"], word)
            for word, is_there in entry["has_text"].items()
            if is_there and word not in said
        ]

    assert wrong == []


def test_article_dates(saved):
    """
    Where a content page names its time of publication in a tag, the head of the article shows that day.
    """
    pages = [
        (entry["file"], facts.meta["pubdate"], facts.shown_dates)
        for entry, facts in saved
        if facts.kind == "content" and facts.meta.get("pubdate", "")[:4].isdigit()
    ]
    shown = [each for each in pages if any(each[1][:4] == date[:4] for date in each[2])]

    assert len(shown) >= len(pages) - 5

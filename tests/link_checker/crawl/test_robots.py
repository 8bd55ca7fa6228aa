"""
robots.txt: what we may ask is what the standard and two other implementations say.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from urllib.robotparser import RobotFileParser

import pytest

from link_checker.crawl.robots import Robots
from tests.link_checker.crawl.rfc9309 import SENTENCES, allows

AGENT = "zhanqun-link-checker/0.1"
HOST = "https://www.example.gov.cn"
ADDRESSES = 20


@pytest.fixture(scope="module")
def decisions(reference_data):
    """File, text, address and our decision: 20 addresses for each of the 60 files."""
    found = []
    for file in sorted((reference_data / "robots-files" / "files").iterdir()):
        body = file.read_bytes()
        text = body.decode("utf-8-sig", "replace")
        ours = Robots.from_answer(200, body, AGENT)
        found += [(file.name, text, url, ours.allows(url)) for url in _addresses(text)]
    assert len(found) == 60 * ADDRESSES
    return found


def _addresses(text):
    """Addresses that the rules of a file are about, and some that they are not."""
    paths = ["/", "/robots.txt", "/index.html"]
    for rule in re.findall(r"(?im)^\s*(?:dis)?allow\s*:\s*([^\s#]+)", text):
        path = "/" + rule.replace("*", "x").rstrip("$").lstrip("/")
        paths += [path, path + "more", path.rstrip("/") + "/a/b.html?x=1"]
    paths += [f"/zwgk/{number}.html" for number in range(ADDRESSES)]
    return [HOST + path for path in dict.fromkeys(paths)][:ADDRESSES]


def test_decisions_equal_the_standard(decisions):
    """
    An implementation written from RFC 9309 alone decides every address as we do.
    """
    wrong = [(name, url) for name, text, url, ours in decisions if allows(text, AGENT, url) != ours]

    assert wrong == []


def test_a_sentence_of_the_standard_explains_every_other_decision(decisions):
    """
    Where urllib's parser decides otherwise, it does what the standard would be without one of its
    sentences, or two.
    """
    explained: Counter[str] = Counter()
    unexplained = []
    for name, text, url, ours in decisions:
        theirs = RobotFileParser()
        theirs.parse(text.splitlines())
        if theirs.can_fetch(AGENT, url) == ours:
            continue
        sentences = _missing(text, url, not ours)
        explained.update(sentences)
        if not sentences:
            unexplained.append((name, url))

    assert unexplained == []
    assert set(explained) <= set(SENTENCES)


def _missing(text, url, decision):
    """The fewest sentences without which the standard would decide so."""
    for count in (1, 2):
        for chosen in combinations(SENTENCES, count):
            if allows(text, AGENT, url, without=chosen) == decision:
                return chosen
    return ()


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"User-agent: *\nDisallow: /a", False),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /a", False),
        (200, b"User-agent: Zhanqun-Link-Checker\nDisallow: /a\n\nUser-agent: *\nDisallow:", False),
        (200, b"User-agent: zhanqun\nDisallow: /a", False),
        (200, b"User-agent: checker\nDisallow: /a", True),
        (200, b"<html>no robots</html>", True),
        (404, b"", True),
        (403, b"", True),
        (500, b"", False),
        (503, b"", False),
    ],
)
def test_what_an_answer_means(status, body, allowed):
    """
    No file allows everything, a failing server nothing; a file that names us, or the
    beginning of our name, is for us.
    """
    assert Robots.from_answer(status, body, AGENT).allows(f"{HOST}/a") is allowed


def test_a_huge_file_is_read_as_far_as_the_standard_asks():
    """
    Rules within the first 500 KiB hold, whatever follows them.
    """
    body = b"User-agent: *\nDisallow: /a\n" + b"# and so on\n" * 200_000

    assert not Robots.from_answer(200, body, AGENT).allows(f"{HOST}/a")


def test_pace_and_sitemaps_are_read():
    """
    Crawl-delay and Sitemap lines, which many files hold, are at hand.
    """
    robots = Robots("User-agent: *\nCrawl-delay: 2\nSitemap: /sitemap.xml\n", AGENT)

    assert (robots.delay, list(robots.sitemaps)) == (2.0, ["/sitemap.xml"])

"""
Addresses are what browsers make of them.
"""

from __future__ import annotations

import json

import pytest

from link_checker.addresses import Joiner, host_of, join, normalise, port_of, resolve, site_of

PAGE = "http://www.example.gov.cn/zwgk/gg/1.html?a=1"


def test_joining_equals_the_url_standard_on_every_web_address(reference_data):
    """
    All cases of the web platform's own test data that start from or lead to http(s).
    """
    cases = json.loads((reference_data / "url-testdata" / "urltestdata.json").read_text("utf-8"))
    ours = [case for case in cases if isinstance(case, dict) and _concerns_the_web(case)]

    wrong = [
        (case["input"], case["base"])
        for case in ours
        if resolve(case["input"], case["base"] or "")
        != (None if case.get("failure") else case["href"])
    ]

    assert len(ours) > 300
    assert wrong == []


def _concerns_the_web(case):
    addresses = (case.get("href") or "", case["base"] or "", case["input"])
    return any(address.lower().startswith(("http:", "https:")) for address in addresses)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("2.html", ("http://www.example.gov.cn/zwgk/gg/2.html", "")),
        ("./../../", ("http://www.example.gov.cn/", "")),
        ("//slj.example.gov.cn", ("http://slj.example.gov.cn/", "")),
        ("#第一条", ("http://www.example.gov.cn/zwgk/gg/1.html?a=1", "第一条")),
        ("", ("http://www.example.gov.cn/zwgk/gg/1.html?a=1", "")),
        ("?b=2", ("http://www.example.gov.cn/zwgk/gg/1.html?b=2", "")),
        (" \n/通知.pdf\t", ("http://www.example.gov.cn/%E9%80%9A%E7%9F%A5.pdf", "")),
        ("/%7Eu", ("http://www.example.gov.cn/%7Eu", "")),
        ("http://政务.政务:80/", ("http://xn--zfr164b.xn--zfr164b/", "")),
        ("javascript:void(0)", ("", "")),
        ("mailto:a@example.gov.cn", ("", "")),
        ("http://[", ("", "")),
        ("\ud800", ("http://www.example.gov.cn/zwgk/gg/%EF%BF%BD", "")),
    ],
)
def test_a_link_leads_where_a_browser_goes(href, expected):
    """
    The address without its fragment, and the fragment as people read it.
    """
    assert join(PAGE, href) == expected


@pytest.mark.parametrize(
    "href", ["2.html", "/", "#a", "?b", "", "//other.example/", " x", "http:z"]
)
def test_remembered_joins_are_the_same(href):
    """
    A `Joiner` answers as `join` does, the second time as well, from another page of the folder too.
    """
    joiner = Joiner()
    pages = [PAGE, "http://www.example.gov.cn/zwgk/gg/9.html", "http://www.example.gov.cn/"]

    assert [joiner(page, href) for page in pages * 2] == [join(page, href) for page in pages * 2]


def test_parts_of_a_normalised_address():
    """
    A site is named by its host, with the port where it is an unusual one.
    """
    plain, other = normalise("HTTP://WWW.Example.gov.cn:80/a"), "https://u:p@[::1]:8080/a"

    assert (site_of(plain), host_of(plain), port_of(plain)) == (
        "www.example.gov.cn",
        "www.example.gov.cn",
        80,
    )
    assert (site_of(other), host_of(other), port_of(other)) == ("[::1]:8080", "::1", 8080)

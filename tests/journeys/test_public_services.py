"""The services that the public reaches know nothing of the admin: neither its addresses nor its code."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.error
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.journeys.conftest import Cluster, fetch

pytestmark = pytest.mark.xdist_group("city")


def addresses_of_the_cms() -> set[str]:
    """Every address that its URL configuration answers, with 1 for each argument."""
    found = {"/" + path for path in _below(get_resolver())}
    assert {"/admin/login/", "/admin/pages/1/edit/", "/feed/", "/admin/review/log/"} <= found
    return found - {"/"}


def _below(place: URLResolver | URLPattern) -> Iterator[str]:
    here = _filled(str(place.pattern))
    if isinstance(place, URLPattern):
        yield here
    else:
        yield from (here + path for inner in place.url_patterns for path in _below(inner))


def _filled(route: str) -> str:
    route = re.sub(r"<[^<>]*>", "1", route)
    route = re.sub(r"\(\?P?[^()]*\)", "1", route)
    return re.sub(r"[\^$\\]|\([^()]*\)", "", route).lstrip("/")


@pytest.mark.parametrize("service", ["served", "searching"])
def test_a_public_service_knows_no_address_of_the_cms(service: str, city: Cluster):
    """
    It answers each as it answers an address that nobody ever heard of.
    """
    with getattr(city, service)() as port:
        unknown = _answer(port, "/nobody/ever/heard/of/this/")
        known = {
            path: answer
            for path in sorted(addresses_of_the_cms())
            if (answer := _answer(port, path)) != unknown
        }

    assert known == {}


def _answer(port: int, path: str) -> tuple[int, bytes]:
    try:
        return 200, fetch(port, "portal", path)
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_the_public_services_run_without_the_code_of_the_cms():
    """
    What their command imports holds neither Django nor the cms.
    """
    program = (
        "import sys, builder.cli, builder.serve, builder.searching\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'cms', 'wagtail')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"

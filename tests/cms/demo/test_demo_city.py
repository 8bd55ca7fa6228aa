"""
``manage.py demo_city``: the composed city becomes pages of the cms.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from cms.columns.models import SiteSettings
from cms.core.models import ContentPage
from cms.demo.city import compose_city
from cms.demo.items import City
from cms.media.models import Picture
from cms.news.models import Article
from cms.placements.models import SitePlacement
from cms.policies.models import PolicyDocument
from cms.review.rights import PlaceState
from sites.registry import load_sites

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo_city")]


DAY = "2026-03-02"


@pytest.fixture(scope="module")
def totals(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict]:
    """The last line of one run on an empty cms, for all tests of this module; undone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield json.loads(run_demo_city().splitlines()[-1])
        transaction.set_rollback(True)


def run_demo_city() -> str:
    output = StringIO()
    call_command("demo_city", "--items", "200", "--as-of", DAY, "--json", stdout=output)
    return output.getvalue()


def composed() -> City:
    return compose_city(load_sites(), 200, 1, date.fromisoformat(DAY))


def test_every_item_becomes_a_public_page_with_its_time(totals: dict):
    """
    Each composed item is a live page, published when it says.
    """
    city = composed()
    pages = ContentPage.objects.order_by("pk")

    assert totals["items"] == len(city.items) == pages.count()
    assert [page.published_at for page in pages] == [item.published_at for item in city.items]
    assert pages.filter(live=False).count() == 0


def test_the_page_tree_is_whole(totals: dict):
    """
    What was written in bulk is what the tree would have written itself.
    """
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_page_has_a_published_revision_and_a_history(totals: dict):
    """
    An editor who opens a page finds it as it is, and who published it.
    """
    page = PolicyDocument.objects.filter(url_path__startswith="/water/").first()
    revision = page.latest_revision

    assert revision == page.live_revision
    assert revision.as_object().body == page.body
    assert not page.has_unpublished_changes
    assert list(
        PageLogEntry.objects.filter(page=page.pk).values_list("action", "user__username")
    ) == [("wagtail.publish", "water-editor"), ("wagtail.create", "water-editor")]


def test_index_numbers_are_of_the_real_mechanism(totals: dict):
    """
    Each document has an 索引号 of its own: its body's code, its year, a serial.
    """
    numbers = {page.pk: page.index_number for page in PolicyDocument.objects.all()}

    assert len(set(numbers.values())) == len(numbers) > 0
    for page in PolicyDocument.objects.select_related("issuing_body"):
        code = page.issuing_body.credit_code[8:17]
        assert page.index_number.startswith(f"{code}/{page.first_published_at.year}-")


def test_no_reference_of_the_composers_is_left_in_a_body(totals: dict):
    """
    Links in bodies name rows of the cms, and the cms knows of them.
    """
    bodies = ContentPage.objects.values_list("body", flat=True)

    assert not any(
        "item:" in str(body.raw_data) or "file:" in str(body.raw_data) for body in bodies
    )
    picture = Picture.objects.filter(title__startswith="柱状图").first()
    assert ReferenceIndex.get_references_to(picture).exists()


def test_a_reprint_leads_to_a_page_of_another_site_of_the_city(totals: dict):
    """
    转载 links to the public address of a department's page.
    """
    domains = [f"https://{site.domain}/" for site in load_sites()]
    reprints = Article.objects.exclude(link_url="")

    assert reprints
    assert all(page.link_url.startswith(tuple(domains)) for page in reprints)


def test_the_portal_shows_texts_of_a_department(totals: dict):
    """
    Accepted by the portal, in one of its own columns.
    """
    places = SitePlacement.objects.all()

    assert places
    for place in places:
        assert place.place_state is PlaceState.SHOWN
        assert place.column.path.startswith(place.home.path)
        assert not place.page.path.startswith(place.home.path)


def test_every_home_page_is_set_up(totals: dict):
    """
    Each site has a headline, hot words and blocks.
    """
    for settings in SiteSettings.objects.all():
        assert settings.headline_id
        assert settings.hot_words
        assert 5 <= settings.blocks.count() <= 12


def test_the_users_can_log_in(totals: dict):
    """
    The passwords printed are those that work.
    """
    assert [user["role"] for user in totals["users"]] == [
        "超级用户",
        *(
            f"{site}{role}"
            for site in ("示例市人民政府门户网站", "示例市水务局")
            for role in ("编辑", "初审", "复审", "终审", "网站管理员")
        ),
    ]
    for user in totals["users"]:
        found = get_user_model().objects.get(username=user["username"])
        assert found.check_password(user["password"])


def test_a_cms_with_content_is_left_as_it_is(totals: dict):
    """
    Where there is content already, nothing is written, and the operator is told.
    """
    output = run_demo_city()

    assert "未作改动" in output
    assert json.loads(output.splitlines()[-1]) == {"users": [], "items": totals["items"]}

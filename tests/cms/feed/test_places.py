"""What moves, vanishes and comes back together: columns, their pages, further placements."""

from __future__ import annotations

import pytest
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from cms.columns.models import Column
from cms.core.models import ExtraPlacement
from cms.feed.bulk import insert_articles
from cms.review.guard import import_right
from tests.cms.feed.city import City, Follower, a_column


def test_renaming_a_column_of_400_documents_is_one_line(city: City, follower: Follower):
    """
    Title and slug of a column stand in its own record alone, with the slug it had.
    """
    insert_articles(city.notices, 400, city.body)
    follower.news()

    city.notices.title, city.notices.slug = "公告公示", "gggs"
    city.notices.save_revision().publish()

    (line,) = follower.news()
    assert (line["op"], line["kind"], line["data"]["slug"]) == ("put", "column", "gggs")
    assert line["data"]["title"] == "公告公示"
    assert line["data"]["former"] == [{"parent": None, "slug": "tzgg"}]


def test_a_slug_that_is_current_again_is_no_former_one(city: City, follower: Follower):
    """
    There and back again leaves only the place in between.
    """
    for slug in ("gggs", "tzgg"):
        Column.objects.filter(pk=city.notices.pk).update(slug=slug)
        news = follower.news()

    assert news[0]["data"]["former"] == [{"parent": None, "slug": "gggs"}]


def test_a_moved_page_names_the_column_it_left(city: City, follower: Follower):
    """
    The page's own record does not change: only its placement does.
    """
    left = follower.data("placement")[0]["column"]

    city.article.move(city.news, pos="last-child")

    (line,) = follower.news()
    assert line["kind"] == "placement"
    assert line["data"]["former_columns"] == [left]


def test_a_moved_column_takes_its_pages_along_in_one_line(city: City, follower: Follower):
    """
    A page names its column by id, so that a moved column is one line.
    """
    city.notices.move(city.news, pos="last-child")

    (line,) = follower.news()
    assert line["kind"] == "column"
    assert line["data"]["former"] == [{"parent": None, "slug": "tzgg"}]


def test_an_unpublished_column_takes_everything_below_with_it(city: City, follower: Follower):
    """
    What stands below a column that is not public is not public, though it is live itself.
    """
    below = city.notices.add_child(instance=a_column("子栏目", "zlm"))
    city.add("深处的一条", below)
    follower.news()

    Page.objects.filter(pk=city.notices.pk).update(live=False)

    follower.news()
    assert follower.data("article") == follower.data("placement") == follower.data("media") == []
    assert [data["slug"] for data in follower.data("column")] == ["gzdt"]


def test_a_column_published_again_brings_everything_back(city: City, follower: Follower):
    """
    The same records come back.
    """
    before = dict(follower.known)
    for live in (False, True):
        Page.objects.filter(pk=city.notices.pk).update(live=live)
        follower.news()

    assert follower.known == before


def test_a_site_without_a_home_takes_its_columns_with_it(city: City, follower: Follower):
    """
    Outside every site there is nothing public.
    """
    city.site.delete()

    follower.news()
    assert set(follower.known) == {key for key in follower.known if key[0] == "body"}


@pytest.mark.parametrize("private", ["article", "notices"])
def test_a_private_page_is_not_in_the_feed(private: str, city: City, follower: Follower):
    """
    A view restriction on the page or above it keeps it in.
    """
    PageViewRestriction.objects.create(page=getattr(city, private), restriction_type="login")

    follower.news()
    assert follower.data("article") == follower.data("placement") == []


def test_a_further_placement_goes_with_its_page(city: City, follower: Follower):
    """
    A page that goes leaves every column it stands in.
    """
    ExtraPlacement.objects.create(page=city.article, column=city.news, sort_order=0)
    follower.news()

    with import_right("test"):
        city.article.unpublish()

    follower.news()
    assert follower.data("placement") == []


def test_a_further_placement_goes_with_its_column(city: City, follower: Follower):
    """
    A column that goes takes only the placements in it.
    """
    ExtraPlacement.objects.create(page=city.article, column=city.news, sort_order=0)
    follower.news()

    city.news.unpublish()

    follower.news()
    assert [data["position"] for data in follower.data("placement")] == [0]
    assert follower.titles() == {"关于票价的通知"}


def test_a_deleted_column_takes_its_pages_with_it(city: City, follower: Follower):
    """
    Deleting through the page tree and by SQL alike.
    """
    city.notices.delete()

    follower.news()
    assert follower.data("article") == follower.data("placement") == []


def test_a_column_deleted_by_sql_takes_its_pages_with_it(city: City, follower: Follower):
    """
    Pages that are left without a column are not public.
    """
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM columns_column WHERE page_ptr_id = %s", [city.notices.pk])
        follower.news()
        assert follower.data("article") == follower.data("placement") == []
        cursor.execute(
            "INSERT INTO columns_column (page_ptr_id, description, keywords, column_type,"
            " must_update, is_hidden, in_navigation) VALUES (%s, '', '', '', true, false, true)",
            [city.notices.pk],
        )


def test_a_picture_taken_out_of_a_page_that_moves_leaves_the_feed(city: City, follower: Follower):
    """
    Media go with the last record that names them.
    """
    city.article.move(city.news, pos="last-child")
    type(city.article).objects.filter(pk=city.article.pk).update(picture=None)

    assert {(line["op"], line["kind"]) for line in follower.news()} == {
        ("put", "article"), ("put", "placement"), ("drop", "media"),
    }  # fmt: skip

"""`/feed/`: the token, the cursor, the bytes, the results."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cms.core.public import page_id
from cms.media.models import RENDITIONS, Picture
from cms.review.guard import import_right
from tests.cms.feed.city import City, Follower, a_jpeg

TOKEN = {"Authorization": "Bearer test-token"}


def get(client: Client, address: str) -> HttpResponse:
    return client.get(address, headers=TOKEN)


def lines_of(response: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "x"}])
@pytest.mark.parametrize("address", ["/feed/", f"/feed/media/{'0' * 64}", "/feed/results"])
def test_without_the_token_there_is_no_answer(
    address: str, headers: dict[str, str], client: Client, db: None
):
    """
    One sentence, status 401.
    """
    response = client.get(address, headers=headers)

    assert response.status_code == 401
    assert response.content.decode().count("。") == 1


def test_without_a_token_in_the_settings_nobody_is_answered(client: Client, db: None, settings):
    """
    An empty token is no token.
    """
    settings.FEED_TOKEN = ""

    assert client.get("/feed/", headers={"Authorization": "Bearer "}).status_code == 401


def test_the_first_answer_is_the_whole_feed(city: City, client: Client):
    """
    Header, a line per record, the end with the count and the cursor.
    """
    header, *records, end = lines_of(get(client, "/feed/"))

    assert (header["format"], header["version"], header["full"]) == ("zhanqun-feed", 1, True)
    assert {line["kind"] for line in records} >= {"site", "column", "article", "placement", "media"}
    assert (end["op"], end["count"]) == ("end", len(records))


def test_with_its_cursor_only_what_is_new_is_sent(city: City, client: Client):
    """
    And nothing at all, 204, when nothing is.
    """
    cursor = lines_of(get(client, "/feed/"))[-1]["cursor"]
    nothing = get(client, f"/feed/?since={cursor}")
    city.body.name = "示例市人民政府办公室"
    city.body.save()
    header, *records, _ = lines_of(get(client, f"/feed/?since={cursor}"))

    assert nothing.status_code == 204
    assert (header["full"], header["since"]) == (False, cursor)
    assert [line["kind"] for line in records] == ["body"]


@pytest.mark.parametrize("cursor", ["", "nonsense", "0123-1", "{epoch}-999999", "{epoch}-x"])
def test_a_cursor_that_is_none_of_ours_gets_the_whole_feed(
    cursor: str, city: City, client: Client, follower: Follower
):
    """
    Another epoch, ahead of us, or not a cursor at all.
    """
    epoch = follower.cursor.partition("-")[0]

    header, *_ = lines_of(get(client, f"/feed/?since={cursor.format(epoch=epoch)}"))

    assert header["full"]


def test_a_new_epoch_makes_cursors_invalid(city: City, client: Client, follower: Follower):
    """
    After a restore the builder gets everything, and the cluster's name has changed.
    """
    before = lines_of(get(client, "/feed/"))[0]["cluster"]

    call_command("new_epoch")

    header, *_ = lines_of(get(client, f"/feed/?since={follower.cursor}"))
    assert header["full"]
    assert header["cluster"] != before
    assert header["cluster"].partition("/")[0] == before.partition("/")[0]


def test_two_followers_each_get_what_they_lack(city: City, follower: Follower):
    """
    Looking at what changed for the one takes nothing away from the other.
    """
    other = Follower()
    other.news()
    city.add("第二条")
    follower.news()
    with import_right("test"):
        city.article.unpublish()
    follower.news()
    other.news()

    assert other.known == follower.known


def test_incremental_feeds_add_up_to_the_whole_one(city: City, follower: Follower):
    """
    Applied one after the other they give what a full feed gives.
    """
    city.add("第二条", city.news)
    follower.news()
    city.article.move(city.news, pos="last-child")
    follower.news()

    whole = Follower()
    whole.news()
    assert whole.known == follower.known


def test_the_bytes_of_a_named_file_are_served(city: City, client: Client, follower: Follower):
    """
    Those of the picture and of its renditions, under their digests.
    """
    (media,) = follower.data("media")
    digests = [media["sha256"], *(each["sha256"] for each in media["renditions"].values())]

    for digest in digests:
        body = b"".join(get(client, f"/feed/media/{digest}").streaming_content)
        assert hashlib.sha256(body).hexdigest() == digest
    assert set(media["renditions"]) == RENDITIONS.keys()


def test_a_file_that_no_public_record_names_is_not_served(
    city: City, client: Client, follower: Follower
):
    """
    An upload that is in no page, and the picture of a page that is not public any more.
    """
    unused = Picture.objects.create(title="未用", file=a_jpeg("#111111"), width=64, height=48)
    with import_right("test"):
        city.article.unpublish()
    follower.news()

    for picture in (unused, city.picture):
        assert get(client, f"/feed/media/{picture.sha256}").status_code == 404


def test_what_the_build_says_is_shown_beside_the_page(city: City, admin: Client):
    """
    已上线 with the address and the release, or 未上线 with the reason and the field.
    """
    record = {"kind": "article", "id": page_id(city.article)}
    address = reverse("wagtailadmin_pages:edit", args=[city.article.pk])
    live = {**record, "live_at": "http://example.localhost:8080/tzgg/1.html", "release": "5e" * 32}
    held = {**record, "findings": [{"reason": "附件打不开", "field": "attachments"}]}

    for result, words in (
        (live, ["已上线", live["live_at"], "版本 5e5e5e5e5e5e"]),
        (held, ["未上线", "附件打不开", "字段：附件"]),
    ):
        report = {"cursor": "x-1", "records": [result]}
        posted = admin.post(
            "/feed/results", json.dumps(report), content_type="application/json", headers=TOKEN
        )
        page = admin.get(address).content.decode()

        assert posted.status_code == 204
        assert all(word in page for word in words)


def test_a_report_in_another_form_is_refused(client: Client, db: None):
    """
    One sentence, status 400.
    """
    response = client.post("/feed/results", "[]", content_type="application/json", headers=TOKEN)

    assert response.status_code == 400
    assert "docs/feed.md" in response.content.decode()

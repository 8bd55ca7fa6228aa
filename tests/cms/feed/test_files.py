"""`manage.py export_feed` and `check_feed`."""

from __future__ import annotations

import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from cms.feed.models import ExportedRecord
from tests.cms.feed.city import City, Follower, a_jpeg


def export(path: Path, **options: str) -> list[dict]:
    call_command("export_feed", output=path, stdout=StringIO(), **options)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_writes_the_feed_with_its_media_beside_it(city: City, tmp_path: Path):
    """
    Every digest that a record names is a file with that content.
    """
    lines = export(tmp_path / "feed.ndjson")

    (media,) = [line["data"] for line in lines if line.get("kind") == "media"]
    for digest in [media["sha256"], *(each["sha256"] for each in media["renditions"].values())]:
        found = (tmp_path / "media" / digest[:2] / digest).read_bytes()
        assert hashlib.sha256(found).hexdigest() == digest
    assert lines[-1]["count"] == len(lines) - 2


def test_the_same_content_gives_the_same_bytes(city: City, tmp_path: Path):
    """
    A second export of everything is the first, byte for byte.
    """
    export(tmp_path / "one.ndjson")
    export(tmp_path / "two.ndjson")

    assert (tmp_path / "one.ndjson").read_bytes() == (tmp_path / "two.ndjson").read_bytes()


@pytest.mark.parametrize(("damage", "word"), [("changed", "与上传时不同"), ("gone", "不见了")])
def test_a_damaged_upload_refuses_the_export(damage: str, word: str, city: City, tmp_path: Path):
    """
    One sentence that names the picture; no feed file is written, status 3.
    """
    upload = Path(city.picture.file.path)
    export(tmp_path / "before.ndjson")
    upload.write_bytes(upload.read_bytes() + b"x") if damage == "changed" else upload.unlink()

    with pytest.raises(CommandError, match=word) as refused:
        export(tmp_path / "elsewhere" / "feed.ndjson")

    assert refused.value.returncode == 3
    assert not list((tmp_path / "elsewhere").glob("*feed*"))


def test_a_replaced_picture_is_exported_with_its_new_content(
    city: City, admin: Client, follower: Follower
):
    """
    Only the media record changes: pages name it by id.
    """
    (before,) = follower.data("media")
    form = {"title": "新线路", "description": "新线路", "file": a_jpeg("#993333"), "tags": ""}

    admin.post(reverse("wagtailimages:edit", args=[city.picture.pk]), form)

    (line,) = follower.news()
    assert line["kind"] == "media"
    assert line["data"]["sha256"] != before["sha256"]
    assert line["data"]["renditions"]["card"] != before["renditions"]["card"]


def test_check_feed_finds_nothing(city: City, follower: Follower):
    """
    The ledger says what the database says.
    """
    out = StringIO()

    call_command("check_feed", stdout=out)

    assert "完全一致" in out.getvalue()


def test_check_feed_names_what_the_triggers_did_not_see(city: City, follower: Follower):
    """
    A ledger that is wrong is named record by record, status 1, and mended on demand.
    """
    ExportedRecord.objects.filter(kind="article").update(digest="0" * 32)
    found = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("check_feed", stderr=found)
    call_command("check_feed", mend=True, stdout=StringIO(), stderr=StringIO())

    assert refused.value.returncode == 1
    assert "article/" in found.getvalue()
    call_command("check_feed", stdout=StringIO())


def test_what_is_written_again_as_it_was_is_not_in_the_feed(city: City, follower: Follower):
    """
    A row that is written again as it was is in the outbox, and not in the feed.
    """
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_contentpage SET summary = summary")

    assert follower.news() == []

"""`manage.py import_records`: from a file to pages, a report and an exit status."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from msgspec.structs import replace
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex, Revision

from cms.bodies.models import Body
from cms.columns.sync import sync_sites
from cms.core.models import ContentPage
from cms.media.models import Picture
from cms.news.models import Article
from cms.policies.models import PolicyDocument
from cms.review.guard import import_right
from sites.registry import load_sites

pytestmark = pytest.mark.django_db

MAP = """
page_type = "policy_document"
source    = "sample"
id        = "id"

[fields]
title        = "title"
index_number = "index_number"
issuing_body = "body"
issued_on    = "date"
published_at = "date"

[[body]]
field  = "html"
format = "html"
"""
NOTICE = {
    "id": 1,
    "title": "示例通知",
    "index_number": "000014349/2020-21911",
    "body": "示例市水务局",
    "date": "2020-03-01",
    "html": "<p style='color:red'>正文</p><table><tr><td>表</td></tr></table><img src=a.png>",
}

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


@pytest.fixture(autouse=True)
def portal():
    whole = load_sites()[0]
    columns = tuple(each for each in whole.columns if each.slug == "zwgk")
    sync_sites((replace(whole, columns=columns),))


def run(folder: Path, *records: dict[str, Any] | bytes, **options: Any) -> tuple[int, str]:
    """Exit status, and all that was printed."""
    file, map_file = folder / "records.jsonl", folder / "map.toml"
    lines = [r if isinstance(r, bytes) else json.dumps(r).encode() for r in records]
    file.write_bytes(b"\n".join(lines) + b"\n")
    map_file.write_text(options.pop("map", MAP), encoding="utf-8")
    said = StringIO()
    arguments = {"site": "portal", "column": "zwgk/zcwj", "stdout": said, "stderr": said} | options
    try:
        call_command("import_records", file, map=map_file, **arguments)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


def everything() -> list[Any]:
    """All rows that a page consists of, so that any save would show."""
    tables = [
        "wagtailcore_page", "core_contentpage", "policies_policydocument", "wagtailcore_revision",
        "wagtailcore_pagelogentry", "wagtailcore_modellogentry", "bodies_body",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        return [cursor.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables]


def test_a_record_becomes_a_published_page_with_its_sources_time(tmp_path):
    """
    Through Wagtail's page, revision and publishing machinery, in the column, marked as imported.
    """
    status, _ = run(tmp_path, NOTICE)

    page = PolicyDocument.objects.get(source_id="sample:1")
    assert status == 0
    assert page.live and page.is_imported and not page.is_body_missing
    assert page.get_parent().url_path == "/portal/zwgk/zcwj/"
    assert page.published_at.isoformat() == "2020-02-29T16:00:00+00:00"
    assert page.index_number == "000014349/2020-21911"
    assert page.issuing_body.name == "示例市水务局"
    assert page.validity == ""
    assert [(block.block_type, str(block.value)) for block in page.body] == [
        ("text", "<p>正文</p>"),
        ("table", "<table><tbody><tr><td>表</td></tr></tbody></table>"),
        ("text", "<p>〔图片：a.png〕</p>"),
    ]


def test_wagtail_finds_all_its_own_records_of_an_imported_page(tmp_path):
    """
    Revision, log entries and reference index are those of a page that an editor published.
    """
    run(tmp_path, NOTICE)

    page = PolicyDocument.objects.get()
    assert (
        page.live_revision == page.latest_revision == Revision.page_revisions.get(object_id=page.pk)
    )
    assert not page.has_unpublished_changes
    assert {"wagtail.create", "wagtail.publish"} <= set(
        PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)
    )
    assert ReferenceIndex.get_references_for_object(page).filter(to_object_id=page.issuing_body_id)
    assert ModelLogEntry.objects.filter(object_id=str(page.issuing_body_id)).exists()


def test_a_second_import_changes_nothing(tmp_path):
    """
    No revision, no save, no log entry: nothing comes into the feed.
    """
    run(tmp_path, NOTICE)
    before = everything()

    status, said = run(tmp_path, NOTICE)

    assert (status, everything()) == (0, before)
    assert "1 条记录，未变 1。" in said


def test_a_changed_source_is_reported_and_updates_only_on_demand(tmp_path):
    """
    What editors made of an imported page is never overwritten by accident.
    """
    run(tmp_path, NOTICE)

    _, said = run(tmp_path, NOTICE | {"title": "新标题"})
    assert "来源有变、未更新 1" in said
    assert PolicyDocument.objects.get().title == "示例通知"

    _, said = run(tmp_path, NOTICE | {"title": "新标题"}, update=True)
    assert "更新 1" in said
    assert PolicyDocument.objects.get().title == "新标题"


@pytest.mark.parametrize("meanwhile", ["withdrawn", "drafted"])
def test_an_update_leaves_a_page_that_its_editors_are_at(tmp_path, meanwhile):
    """
    A withdrawn page does not come back, and a draft in the making is not overtaken.
    """
    run(tmp_path, NOTICE)
    page = PolicyDocument.objects.get()
    if meanwhile == "withdrawn":
        with import_right("test"):
            page.unpublish()
    else:
        page.title = "修改中"
        page.save_revision()

    _, said = run(tmp_path, NOTICE | {"title": "新标题"}, update=True)

    assert "来源有变、未更新 1" in said
    assert PolicyDocument.objects.get().get_latest_revision_as_object().title != "新标题"


def test_a_record_that_cannot_be_imported_is_named_and_the_rest_goes_in(tmp_path):
    """
    Line, field and reason; exit status 1.
    """
    bad_date = NOTICE | {"id": 2, "date": "2020-02-30"}

    status, said = run(tmp_path, bad_date, NOTICE, NOTICE | {"title": "同一来源标识"})

    assert status == 1
    assert "第 1 行没有导入，成文日期（issued_on）：没有这一天或这一时刻：2020-02-30。" in said
    assert "第 3 行没有导入，来源标识（id）：与 records.jsonl 第 2 行的来源标识相同。" in said
    assert [page.title for page in PolicyDocument.objects.all()] == ["示例通知"]


@pytest.mark.parametrize(
    ("last", "says"),
    [
        ('{"title": "公告"}'.encode("gbk"), "不是 UTF-8 编码"),
        (b'{"id": 3, "ti', "不是完整的 JSON"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_before_anything_is_written(tmp_path, last, says):
    """
    The file is read through first; exit status 3.
    """
    status, said = run(tmp_path, NOTICE, last)

    assert status == 3
    assert "records.jsonl 第 2 行：" + says in said
    assert not ContentPage.objects.exists()
    assert not Body.objects.filter(name="示例市水务局").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"site": "moon"}, "--site moon：没有这个网站，现有：portal"),
        ({"column": "zwgk/none"}, "--column zwgk/none：网站 portal 没有这个栏目"),
        ({"report": Path("/nowhere/report.json")}, "--report /nowhere/report.json：没有这个文件夹"),
        ({"map": MAP.replace("id        =", "ids =")}, "ids：没有这一项"),
    ],
)
def test_a_wrong_place_or_map_is_wrong_use(tmp_path, options, says):
    """
    Exit status 2, nothing written.
    """
    status, said = run(tmp_path, NOTICE, **options)

    assert (status, says in said) == (2, True)
    assert not ContentPage.objects.exists()


def test_the_report_tells_fields_never_given_from_fields_missing(tmp_path):
    """
    A field that no record of a file has is named once, not for each record.
    """
    report = tmp_path / "report.json"

    run(tmp_path, NOTICE, NOTICE | {"id": 2, "html": ""}, report=report)

    told = json.loads(report.read_text(encoding="utf-8"))
    missing = told["files"][0]["missing"]
    assert missing["document_number"] == {"count": 2, "is_never_given": True, "lines": []}
    assert missing["body"] == {"count": 1, "is_never_given": False, "lines": [2]}
    assert PolicyDocument.objects.get(source_id="sample:2").is_body_missing
    assert told["files"][0]["losses"] == [
        {"line": 1, "kind": "picture", "name": "a.png", "address": "a.png"}
    ]


def test_the_last_line_may_be_the_totals(tmp_path):
    """
    For scripts.
    """
    _, said = run(tmp_path, NOTICE, NOTICE | {"id": 2, "title": ""}, json=True)

    assert json.loads(said.splitlines()[-1]) == {
        "records": 2, "created": 1, "updated": 0, "unchanged": 0, "changed": 0, "refused": 1,
    }  # fmt: skip


def test_an_index_number_that_occurs_twice_is_kept_and_named(tmp_path):
    """
    In one import, or against a page that was there before.
    """
    report = tmp_path / "report.json"
    run(tmp_path, NOTICE)

    run(tmp_path, NOTICE | {"id": 2, "title": "第二份"}, report=report)

    assert PolicyDocument.objects.filter(index_number=NOTICE["index_number"]).count() == 2
    assert json.loads(report.read_text(encoding="utf-8"))["repeated_index_numbers"] == [
        {
            "index_number": "000014349/2020-21911",
            "places": [
                {"file": "records.jsonl", "line": 1, "title": "第二份"},
                {"file": "", "line": 0, "title": "示例通知"},
            ],
        }
    ]


def test_a_picture_in_the_text_becomes_a_picture_of_the_cms(tmp_path):
    """
    Once, however often the text shows it.
    """
    run(
        tmp_path,
        NOTICE | {"html": f'<img alt="印章" src="{PIXEL}"><p>文</p><img alt="印章" src="{PIXEL}">'},
    )

    picture = Picture.objects.get(title="印章")
    body = PolicyDocument.objects.get().body
    assert [block.block_type for block in body] == ["picture", "text", "picture"]
    assert body[0].value["picture"] == body[2].value["picture"] == picture
    assert (picture.width, picture.description, len(picture.sha256)) == (1, "印章", 64)


def test_articles_are_imported_with_their_own_fields(tmp_path):
    """
    The map names the page type.
    """
    article_map = """
page_type = "article"
source    = "news"
id        = "id"
[fields]
title    = "title"
subtitle = "sub"
[[body]]
field  = "html"
format = "html"
"""

    run(
        tmp_path,
        {"id": "a", "title": "要闻", "sub": "副题", "html": "<h1>节</h1>"},
        map=article_map,
    )

    assert Article.objects.get().subtitle == "副题"

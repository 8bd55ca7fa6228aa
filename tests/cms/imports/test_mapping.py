"""Maps: which field of a record is which of ours, and what a map may not say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cms.imports.errors import FieldFault, MapRefused
from cms.imports.mapping import to_page
from cms.imports.maps import ImportMap, load_map

MAP = """
page_type = "policy_document"
source    = "示例"
id        = ["province", "url"]
base      = "url"

[fields]
title        = "title"
published_at = ["published_date", "written_date"]
issued_on    = "written_date"
validity     = "validity"
index_number = "index_number"

[constants]
genre = "通知"

[values.validity]
"有效" = "in_force"

[[body]]
field  = "body_html"
format = "html"

[[body]]
field  = "body_text"
format = "text"
""".replace("示例", "sample")

RECORD = {
    "province": "示例省",
    "url": "http://a.gov.cn/1.htm",
    "title": "关于\u200b印发\n《办法》的通知",
    "published_date": None,
    "written_date": "2021-11-15",
    "validity": "有效",
    "index_number": None,
    "body_text": "正文",
}


@pytest.fixture
def by(tmp_path) -> ImportMap:
    path = tmp_path / "map.toml"
    path.write_text(MAP, encoding="utf-8")
    return load_map(path)


def test_takes_the_first_field_that_is_not_empty(by):
    """
    Fields and bodies may have substitutes; words go through their table; constants are the map's.
    """
    page = to_page(RECORD, by)

    assert page.source_id == "sample:示例省:http://a.gov.cn/1.htm"
    assert page.values == {
        "title": "关于印发 《办法》的通知",
        "published_at": datetime(2021, 11, 14, 16, tzinfo=UTC),
        "issued_on": date(2021, 11, 15),
        "validity": "in_force",
        "index_number": "",
        "genre": "通知",
    }
    assert page.blocks == [("text", "<p>正文</p>")]
    assert page.missing == ("index_number", "document_number", "issuing_body", "subject")


def test_a_record_without_a_body_is_still_a_page(by):
    """
    It stands in the catalogue and says that its text was not provided.
    """
    page = to_page(RECORD | {"body_text": " \u3000", "body_html": "<p>&nbsp;</p>"}, by)

    assert page.blocks == []
    assert "body" in page.missing


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"title": "\u200b"}, "title", "标题是空的"),
        ({"url": ""}, "id", "来源标识是空的（url）"),
        ({"written_date": "去年冬天"}, "published_at", "不是日期：去年冬天"),
        ({"validity": "试行"}, "validity", "映射文件的 values.validity 里没有“试行”"),
        ({"title": "长" * 256}, "title", "有 256 个字，最多 255 个"),
        ({"title": ["通知"]}, "title", "应当是文字，实际是 list"),
        ({"body_html": 5}, "body", "body_html 应当是文字，实际是 int"),
        ({"body_text": "\ud800"}, "body", "含有残缺的字符（半个代理对）"),
    ],
)
def test_a_value_that_cannot_be_imported_is_named(by, change, field, reason):
    """
    The field by our name, the reason in Chinese.
    """
    with pytest.raises(FieldFault) as fault:
        to_page(RECORD | change, by)

    assert (fault.value.field, fault.value.reason) == (field, reason)


def test_the_digest_changes_only_with_what_a_page_takes(by):
    """
    A field that no page shows does not make a source changed.
    """
    digest = to_page(RECORD, by).digest

    assert to_page(RECORD | {"clicks": 7}, by).digest == digest
    assert to_page(RECORD | {"body_text": "新正文"}, by).digest != digest


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"policy_document"', '"news"', "page_type：应为以下之一：article、policy_document"),
        ("issued_on  ", "issued_at  ", "fields.issued_at：没有这一项"),
        ('"sample"', '"示例"', "source：只能用小写字母"),
        ('format = "text"', 'format = "pdf"', "body.format：应为以下之一"),
        ("title        =", "summary =", "fields.title：没有写明标题"),
        ("[constants]", "[constant]", "constant：没有这一项"),
        ('"有效" = "in_force"', '"有效" = 1', "values.validity.有效：应为带引号的文字"),
        ("[constants]", "[furniture]\nhead = ['/(/']\n[constants]", "furniture：正则表达式有误"),
        ("[fields]", "[fields", "不是 UTF-8 编码的 TOML"),
    ],
)
def test_a_faulty_map_is_refused_with_its_place(tmp_path, old, new, says):
    """
    One sentence: the file, the key, what it should be.
    """
    path = tmp_path / "map.toml"
    path.write_text(MAP.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(MapRefused) as refused:
        load_map(path)

    assert str(path) in str(refused.value)
    assert says in str(refused.value)

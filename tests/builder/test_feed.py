"""
What the reader of the feed refuses, and how it says so.
"""

from __future__ import annotations

import io
import json

import pytest

from builder.errors import FeedError
from builder.feed import Feed
from builder.paths import project_root
from tests.helpers import article, column, drop, lines, put, site


def read(schemas, *raw: bytes, limit: int = 1_000_000) -> Feed:
    feed = Feed(io.BytesIO(b"".join(raw)), "feed.ndjson", schemas, limit)
    list(feed.changes())
    return feed


def refusal(schemas, *raw: bytes, limit: int = 1_000_000) -> str:
    with pytest.raises(FeedError) as error:
        read(schemas, *raw, limit=limit)
    return str(error.value)


def test_knows_its_cursor_once_it_was_read_whole(schemas):
    """
    The cursor is that of the last line.
    """
    feed = read(schemas, *lines(site(), column(10, "tzgg"), article(11), cursor="42"))

    assert feed.cursor == "42"


def test_takes_a_carriage_return_inside_a_record_for_text(schemas):
    """
    Lines end in a line feed and nowhere else.
    """
    head, page, placement, end = lines(article(11, title="甲乙"))
    page = page.replace("甲乙".encode(), "甲\u2028\u0085乙".encode())

    assert read(schemas, head, page, placement, end).cursor == "1"


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (lambda raw: raw[:-1], "feed.ndjson 第 4 行：数据流到此中断，没有结束行。"),
        (lambda raw: [*raw[:-1], raw[-1][:-1]], "第 4 行：此行不完整，数据流被截断。"),
        (lambda raw: [*raw[:2], raw[2][:30]], "第 3 行：此行不完整，数据流被截断。"),
        (lambda raw: [], "第 1 行：数据流到此中断，没有结束行。"),
        (lambda raw: [*raw[:2], b"{oops\n", raw[3]], "第 3 行：不能读作数据流的一行"),
        (lambda raw: [*raw[:2], b"\n", *raw[2:]], "第 3 行：不能读作数据流的一行"),
        (lambda raw: [raw[0], raw[1], raw[1], raw[3]], "第 3 行：记录 site/1 出现了两次。"),
        (lambda raw: [raw[0], raw[1], raw[3]], "结束行写明 2 条记录，实际读到 1 条。"),
        (lambda raw: [*raw, b"x\n"], "第 5 行：结束行之后还有内容。"),
        (lambda raw: [*raw, b"\n"], "第 5 行：结束行之后还有内容。"),
        (lambda raw: raw[1:], "第 1 行：不是站群数据流的首行"),
    ],
)
def test_refuses_a_feed_that_is_not_whole(schemas, broken, sentence):
    """
    A feed is taken whole or not at all.
    """
    whole = lines(site(), column(10, "tzgg"))

    assert sentence in refusal(schemas, *broken(whole))


@pytest.mark.parametrize(
    ("version", "older"), [(2, "构建端较旧，请升级构建端"), (0, "内容管理端较旧，请升级内容管理端")]
)
def test_says_which_side_is_older(schemas, version, older):
    """
    Another version of the contract names the side that has to be brought up to date.
    """
    head, *rest = lines(site())
    head = head.replace(b'"version": 1', b'"version": %d, "more": 1' % version)

    assert older in refusal(schemas, head, *rest)


def test_names_an_unknown_kind(schemas):
    """
    A kind without a schema is refused with its line.
    """
    assert "第 2 行：不认识的记录种类“weather”。" in refusal(schemas, *lines(put("weather", 1)))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"mood": "good"}, "记录 site/1 的字段 mood 不在模式中。"),
        ({"name": 5}, "记录 site/1 的字段 name 应为文字，实为整数。"),
        ({"logo": "5"}, "记录 site/1 的字段 logo 应为整数或空，实为文字。"),
        ({"position": 2**70}, "记录 site/1 的字段 position 应 <= 9223372036854775807。"),
        ({"contact": {"phone": ""}}, "记录 site/1 的字段 contact.email 缺失。"),
        ({"keywords": [1]}, "记录 site/1 的字段 keywords[0] 应为文字，实为整数。"),
    ],
)
def test_names_the_field_that_breaks_the_schema(schemas, data, sentence):
    """
    What the schema does not know, the feed must not say; what it asks for must be there.
    """
    assert sentence in refusal(schemas, *lines(site(**data)))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"hello\n", "第 2 行：不能读作数据流的一行（不是完整正确的 JSON）。"),
        (b"[]\n", "第 2 行：不能读作数据流的一行（整行应为对象，实为列表）。"),
        (b'{"op": "drop", "kind": "article", "id": 0}\n', "（字段 id 应 >= 1）。"),
        (b'{"op": "drop", "kind": "\xff", "id": 1}\n', "（文字不是 UTF-8 编码）。"),
    ],
)
def test_says_in_chinese_what_is_wrong_with_a_line(schemas, line, sentence):
    """
    Whoever reads it need not know what reads the feed.
    """
    assert sentence in refusal(schemas, lines()[0], line)


def test_refuses_a_field_that_is_missing(schemas):
    """
    No key is ever left out.
    """
    record = site()
    del record["data"]["domain"]

    assert "第 2 行：记录 site/1 的字段 domain 缺失。" in refusal(schemas, *lines(record))


def test_refuses_a_time_without_zone(schemas):
    """
    A time says where it is.
    """
    records = article(11, published_at="2026-03-01T09:30:00")

    assert "记录 article/11 的字段 published_at 缺少时区。" in refusal(schemas, *lines(records))


def test_refuses_a_drop_with_data(schemas):
    """
    A drop line is a kind and an id.
    """
    assert "撤下的记录 article/5" in refusal(schemas, *lines(drop("article", 5) | {"data": {}}))


def test_does_not_read_a_line_that_is_too_long(schemas):
    """
    A line beyond the limit is refused after as many bytes as the limit, whatever its length.
    """
    stream = io.BytesIO(lines()[0] + b"x" * 5_000_000)
    feed = Feed(stream, "feed.ndjson", schemas, limit=1000)

    with pytest.raises(FeedError, match="第 2 行：此行超过 0 MB，不予读取。"):
        list(feed.changes())
    assert stream.tell() < 5000


def test_an_incremental_feed_says_where_it_begins(schemas):
    """
    `since` may be null in a full feed only.
    """
    head, end = lines()
    head = json.dumps(json.loads(head) | {"full": False}).encode() + b"\n"

    assert "没有写明起点" in refusal(schemas, head, end)


def test_reads_every_example_of_the_cms(schemas):
    """
    Both sides hold to the same examples.
    """
    folder = project_root() / "cms" / "feed" / "examples"
    examples = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]

    assert {each["kind"] for each in examples} == set(schemas.kinds)
    assert read(schemas, *lines(*examples)).cursor == "1"

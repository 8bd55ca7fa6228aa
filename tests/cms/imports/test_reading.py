"""Reading: a file is taken whole or refused whole, with the line and the remedy."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.imports.errors import FileRefused
from cms.imports.reading import check_file, read_records

TWO_RECORDS = '{"title": "通知"}\n\n{"title": "公告"}\n'.encode()


def write(folder: Path, content: bytes) -> Path:
    path = folder / "records.jsonl"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content", [TWO_RECORDS, gzip.compress(TWO_RECORDS, mtime=0), b"\xef\xbb\xbf" + TWO_RECORDS]
)
def test_reads_plain_and_gzipped_files_with_their_line_numbers(tmp_path, content):
    """
    Blank lines are counted and give nothing; a byte order mark is no part of the first record.
    """
    path = write(tmp_path, content)

    assert [(line.number, line.record["title"]) for line in read_records(path)] == [
        (1, "通知"),
        (3, "公告"),
    ]


def test_a_carriage_return_or_line_separator_inside_a_record_does_not_split_it(tmp_path):
    """
    Only a line feed ends a line.
    """
    record = '{"body": "甲\r乙\u2028丙\x85丁"}'.encode().replace(b"\r", b"\\r") + b"\r\n"
    path = write(tmp_path, record)

    assert [line.record["body"] for line in read_records(path)] == ["甲\r乙\u2028丙\x85丁"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        # The GBK bytes of 通知 happen to be good UTF-8.
        ('{"title": "通知"}\n{"title": "公告"}\n'.encode("gbk"), ("第 2 行", "GBK", "iconv")),
        (b'{"title": "\xff"}\n', ("第 1 行", "不是 UTF-8 编码。")),
        (TWO_RECORDS + b'{"title": "cut', ("第 4 行", "不是完整的 JSON")),
        (b"{}\n<html>\n", ("第 2 行", "不是完整的 JSON")),
        (b"[1, 2]\n", ("第 1 行", "JSON 记录")),
        (b"[" * 100_000, ("第 1 行", "层次过深")),
        (gzip.compress(TWO_RECORDS, mtime=0)[:-12], ("压缩文件不完整", "重新传输")),
        (gzip.compress(TWO_RECORDS, mtime=0)[:-8] + b"\0" * 8, ("压缩文件不完整",)),
        (b"\n", ("没有记录",)),
    ],
)
def test_refuses_what_is_not_whole_utf8_jsonl(tmp_path, content, says):
    """
    One sentence names the file, the line and what to do.
    """
    path = write(tmp_path, content)

    with pytest.raises(FileRefused) as refused:
        check_file(path)

    assert all(part in str(refused.value) for part in (str(path), *says))


def test_refuses_a_file_that_is_not_there(tmp_path):
    """
    The path is in the sentence.
    """
    with pytest.raises(FileRefused, match=r"absent\.jsonl：无法读取"):
        check_file(tmp_path / "absent.jsonl")


@given(cut=st.integers(1, 400))
def test_a_gzipped_file_cut_anywhere_is_refused(tmp_path_factory, cut):
    """
    No part of a cut file is ever taken for the whole.
    """
    lines = "".join(json.dumps({"id": n, "text": f"第{n}条"}) + "\n" for n in range(60))
    whole = gzip.compress(lines.encode(), mtime=0)
    path = write(tmp_path_factory.mktemp("cut"), whole[: min(cut, len(whole) - 1)])

    with pytest.raises(FileRefused):
        check_file(path)

"""
Pictures and files of 示例市.
"""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from PIL import Image

from cms.demo.files import content
from cms.demo.items import FileSpec, PictureSpec
from cms.demo.pictures import SCENES, SIZE, draw

ROWS = (("项目", "说明"), ("㼆河镇", "𠮷祥路 GB/T 19001"))


def a_file(kind: str) -> FileSpec:
    return FileSpec(key=1, site="water", title="用水情况表", type=kind, rows=ROWS)


@pytest.mark.parametrize("scene", list(SCENES))
def test_a_picture_is_drawn_the_same_each_time(scene: str):
    """
    The same description gives the same bytes, and they are a picture of the size promised.
    """
    spec = PictureSpec(1, "water", scene, seed=5, color="#006b8f", alt=SCENES[scene])
    data = draw(spec)

    assert data == draw(spec)
    assert Image.open(io.BytesIO(data)).size == SIZE


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv", "txt"])
def test_a_file_is_written_the_same_each_time(kind: str):
    """
    No moment of writing is in a file.
    """
    assert content(a_file(kind)) == content(a_file(kind))


def test_a_workbook_opens_and_says_what_it_should():
    """
    The spreadsheet is a real one.
    """
    sheet = load_workbook(io.BytesIO(content(a_file("xlsx")))).active

    assert list(sheet.values) == list(ROWS)


def test_a_csv_opens_in_a_spreadsheet_with_its_characters_right():
    """
    A byte order mark, and the rows in lines.
    """
    assert content(a_file("csv")).decode("utf-8-sig").splitlines()[1] == "㼆河镇,𠮷祥路 GB/T 19001"


def test_the_table_of_a_pdf_names_the_place_of_every_object():
    """
    The cross-reference table of the PDF is right to the byte.
    """
    data = content(a_file("pdf"))
    table = int(data.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    entries = data[table:].split(b"\n")[3:]
    offsets = [int(entry[:10]) for entry in entries if entry.endswith(b" n ")]

    assert data.startswith(b"%PDF-1.5")
    assert data[table:].startswith(b"xref")
    assert all(data[at:].startswith(b"%d 0 obj" % n) for n, at in enumerate(offsets, 1))
    assert "㼆河镇".encode("utf-16-be").hex().upper().encode() in data

"""
Attachments made on the spot: real small files whose bytes depend on nothing but what they say.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook

from cms.demo.items import FileSpec

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_TIMESTAMP = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_LINES_PER_PAGE, _LINE_LENGTH = 36, 40


def content(spec: FileSpec) -> bytes:
    """The bytes of a file."""
    return _WRITERS[spec.type](spec)


def _txt(spec: FileSpec) -> bytes:
    lines = [spec.title, "", *("：".join(cell for cell in row if cell) for row in spec.rows)]
    return "\r\n".join([*lines, ""]).encode()


def _csv(spec: FileSpec) -> bytes:
    table = io.StringIO()
    csv.writer(table).writerows(spec.rows)
    return table.getvalue().encode("utf-8-sig")


def _xlsx(spec: FileSpec) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for row in spec.rows:
        sheet.append(row)
    for letter in "ABCDE":
        sheet.column_dimensions[letter].width = 24
    raw = io.BytesIO()
    book.save(raw)
    return _without_times(raw.getvalue())


def _without_times(raw: bytes) -> bytes:
    """The same workbook without the moments openpyxl and zip write into it."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(result, "w") as target:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, _TIMESTAMP.sub(b"", source.read(name)))
    return result.getvalue()


def _pdf(spec: FileSpec) -> bytes:
    lines = [spec.title, ""]
    for row in spec.rows:
        lines.extend(_wrapped("　".join(cell for cell in row if cell)))
    pages = [
        lines[start : start + _LINES_PER_PAGE] for start in range(0, len(lines), _LINES_PER_PAGE)
    ]
    return _pdf_file([_page_stream(page) for page in pages], spec.title)


def _wrapped(line: str) -> list[str]:
    return [line[start : start + _LINE_LENGTH] for start in range(0, len(line), _LINE_LENGTH)] or [
        ""
    ]


def _hex(text: str) -> bytes:
    return b"<" + text.encode("utf-16-be").hex().upper().encode() + b">"


def _page_stream(lines: Sequence[str]) -> bytes:
    shown = b"\n".join(_hex(line) + b" Tj T*" for line in lines)
    return b"BT /F1 12 Tf 20 TL 56 780 Td\n" + shown + b"\nET"


def _pdf_file(streams: Sequence[bytes], title: str) -> bytes:
    """PDF 1.5 with the reader's own Song face (Adobe-GB1): no font is embedded, text can be searched."""
    first_page = 7
    kids = b" ".join(b"%d 0 R" % (first_page + 2 * n) for n in range(len(streams)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>>>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % len(streams),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
        b"<</Title" + _hex("\ufeff" + title) + b">>",
    ]
    for number, stream in enumerate(streams):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (first_page + 2 * number + 1)
        )
        objects.append(b"<</Length %d>>\nstream\n" % len(stream) + stream + b"\nendstream")
    return _assemble(objects)


def _assemble(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n%\xe7\xab\x99\xe7\xbe\xa4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(
        b"trailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table)
    )
    return out.getvalue()


_WRITERS = {"txt": _txt, "csv": _csv, "xlsx": _xlsx, "pdf": _pdf}

"""
What a body is made of. Blocks keep their content in the form it is exported in, so that an export
needs to read nothing but the page's own row.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import CharBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.core.cells import TableError, read_table

BODY_FEATURES = [
    "h2", "h3", "h4", "h5", "h6", "bold", "italic", "superscript", "subscript", "ol", "ul", "hr",
    "blockquote", "link", "document-link", "align-center", "align-right", "no-indent",
]  # fmt: skip

_TABLE_HELP = (
    "从电子表格中选中单元格，复制，粘贴在这里，第一行是表头；保存后变为 HTML 代码。"
    "也可以粘贴网页中一个表格（table）的 HTML 代码，字体、颜色等样式会自动清除。"
)


class TableBlock(TextBlock):
    """
    A table as cleaned HTML (`<table>…</table>`), kept whole: merged cells survive an import.
    Cells copied from a spreadsheet become one.
    """

    def __init__(self, **options: Any) -> None:
        # Of `Meta`, Wagtail shows the help of a block with fields inside, not of one that is a field.
        super().__init__(**{"help_text": _TABLE_HELP} | options)

    def clean(self, value: str) -> str:
        """Only tables, and of them only what docs/feed.md allows."""
        from cms.imports.html import clean_html

        text = super().clean(value)
        blocks = clean_html(text if "<table" in text.lower() else _of_cells(text)).blocks
        tables = [block[1] for block in blocks if block[0] == "table"]
        if len(tables) < len(blocks):
            raise ValidationError(
                "这里只能放表格。请从电子表格中复制单元格，粘贴在这里；其他文字移到“文字”中。"
            )
        return "".join(tables)

    class Meta:
        icon = "table"
        label = "表格"


def _of_cells(text: str) -> str:
    """Lines of cells with tabs between them as a table, the first line its heading; other text as it is."""
    if "\t" not in text:
        return text
    try:
        lines = read_table(text)
    except TableError as error:
        raise ValidationError(str(error)) from error
    width = max(map(len, lines), default=0)
    rows = (
        "".join(_cells(line, width, "th" if at == 0 else "td")) for at, line in enumerate(lines)
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _cells(line: list[str], width: int, tag: str) -> Iterator[str]:
    """As many as the widest line has."""
    for cell in line + [""] * (width - len(line)):
        yield f"<{tag}>{escape(cell)}</{tag}>"


class PictureBlock(StructBlock):
    """A picture in the text."""

    picture = ImageChooserBlock(label="图片")
    caption = CharBlock(label="图注", required=False)

    class Meta:
        icon = "image"
        label = "图片"


class BodyBlock(StreamBlock):
    """正文: text, tables and pictures in reading order."""

    text = RichTextBlock(label="文字", features=BODY_FEATURES)
    table = TableBlock()
    picture = PictureBlock()

"""
What a body is made of. Blocks keep their content in the form it is exported in, so that an export
needs to read nothing but the page's own row.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail.blocks import CharBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageChooserBlock

BODY_FEATURES = [
    "h2", "h3", "h4", "h5", "h6", "bold", "italic", "superscript", "subscript", "ol", "ul", "hr",
    "blockquote", "link", "document-link", "align-center", "align-right", "no-indent",
]  # fmt: skip


class TableBlock(TextBlock):
    """A table as cleaned HTML (`<table>…</table>`), kept whole: merged cells survive an import."""

    def clean(self, value: str) -> str:
        """Only tables, and of them only what docs/feed.md allows."""
        from cms.imports.html import clean_html

        blocks = clean_html(super().clean(value)).blocks
        tables = [block[1] for block in blocks if block[0] == "table"]
        if len(tables) < len(blocks):
            raise ValidationError("这里只能放表格（<table>）。请把其他文字移到“文字”中。")
        return "".join(tables)

    class Meta:
        icon = "table"
        label = "表格（HTML）"
        help_text = "粘贴表格的 HTML 代码，从 <table> 到 </table>。字体、颜色等样式会自动清除。"


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

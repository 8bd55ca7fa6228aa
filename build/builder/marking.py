"""
The mark of a preview: one piece of HTML at the start of the page's body. What is left without it is, byte
for byte, what the build would write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from builder.contexts import Link
from builder.dates import minute

STYLE = "/~/mark.css"
_BEGIN, _END = b"<!--zq:preview-->", b"<!--/zq:preview-->"
_BODY = re.compile(rb"<body\b[^>]*>")
_MARK = re.compile(re.escape(_BEGIN) + rb".*?" + re.escape(_END), re.DOTALL)

CSS = """\
.zq-preview {
  display: flex; flex-wrap: wrap; gap: .25em 1.5em; align-items: baseline;
  margin: 0; padding: .5em 1em; background: #5b2a00; color: #fff;
  font: 14px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
.zq-preview p { margin: 0; }
.zq-preview nav { display: flex; flex-wrap: wrap; gap: 0 1em; }
.zq-preview a { color: #ffe3c2; text-decoration: underline; }
.zq-preview a[aria-current] { color: #fff; text-decoration: none; font-weight: bold; }
.zq-trouble {
  max-width: 34em; margin: 12vh auto 0; padding: .5em 1.5em 1em; box-sizing: border-box;
  border-left: 4px solid #b4540a; background: #fff6ec; color: #262626;
  font: 16px/1.8 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
.zq-trouble h1 { font-size: 1.25em; }
@media print { .zq-preview { border: 1px solid; color: #000; background: none; } }
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the mark says, and where it leads."""

    links: Sequence[Link]
    """To the page, the columns that show it, and the home page, with the draft in them."""
    is_link: bool
    """The page only leads elsewhere and has no file of its own."""
    expires_at: datetime | None
    """When a share link ends; None for an editor's own preview."""


def marked(html: bytes, mark: Mark) -> bytes:
    """The page with the mark."""
    body = _BODY.search(html)
    if body is None:
        return html
    return html[: body.end()] + _BEGIN + _piece(mark).encode() + _END + html[body.end() :]


def unmarked(html: bytes) -> bytes:
    """The page without it."""
    return _MARK.sub(b"", html, count=1)


def _piece(mark: Mark) -> str:
    return (
        f'<aside class="zq-preview" aria-label="预览"><link rel="stylesheet" href="{STYLE}">'
        f"<p><strong>预览</strong> {escape(_sentence(mark))}</p>"
        f'<nav aria-label="预览的页面">{"".join(map(_anchor, mark.links))}</nav></aside>'
    )


def _sentence(mark: Mark) -> str:
    kind = "本条是转载链接，只在列表中出现。" if mark.is_link else ""
    if mark.expires_at is None:
        return f"这是草稿，公众看不到。{kind}"
    return f"这是分享给您审阅的草稿，请勿转发。链接 {minute(mark.expires_at)} 失效。{kind}"


def _anchor(link: Link) -> str:
    current = ' aria-current="page"' if link.is_current else ""
    return f'<a href="{escape(link.href)}"{current}>{escape(link.title)}</a>'

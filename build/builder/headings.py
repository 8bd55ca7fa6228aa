"""
The headings of a text, fitted to where on its page it stands.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_SECOND = re.compile(r"<h2[\s>]", re.IGNORECASE)
_UPPER = re.compile(r"<(/?)h([2-5])(?=[\s>])", re.IGNORECASE)


def lowered(html: Markup) -> Markup:
    """
    The text below a second-level heading of its page: `h2` to `h5` one level lower, nothing below `h6`.

    One without an `h2` is as low as it should be already.
    """
    if not _SECOND.search(html):
        return html
    return Markup(_UPPER.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}", html))

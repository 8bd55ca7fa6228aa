"""
Bodies in the making: paragraphs, headings, lists, tables and pictures in reading order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cms.demo.items import Part

_NUMERALS = "零一二三四五六七八九"
_INNER_MARKS = str.maketrans("《》", "〈〉")


def numeral(number: int) -> str:
    """``一``, ``十二``, ``三十``: the Chinese numeral of 1 to 99."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else ""
    return head + (_NUMERALS[ones] if ones or not tens else "")


def sentences(*phrases: str) -> str:
    """The phrases as whole sentences, one after the other."""
    return "".join(
        phrase if phrase.endswith(("。", "？", "！")) else f"{phrase}。" for phrase in phrases
    )


def cited(title: str) -> str:
    """A title in 书名号; those inside it become single ones (GB/T 15834)."""
    return f"《{title.translate(_INNER_MARKS)}》"


def link(text: str, key: int) -> SafeString:
    """A link to another item of the city, as `cms.demo.items.Part` describes it."""
    return format_html('<a linktype="page" id="item:{}">{}</a>', key, text)


def outside(text: str, address: str) -> SafeString:
    """A link out of the city."""
    return format_html('<a href="{}">{}</a>', address, text)


def file_link(text: str, key: int) -> SafeString:
    """A link to a file of the city."""
    return format_html('<a linktype="document" id="file:{}">{}</a>', key, text)


class Text:
    """Collects a body; what is added is escaped unless it is markup already."""

    def __init__(self) -> None:
        self._parts: list[Part] = []

    def p(self, *texts: str, look: str = "") -> Self:
        """A paragraph; `look` is ``align-center``, ``align-right`` or ``no-indent``."""
        inner = mark_safe("".join(conditional_escape(text) for text in texts))
        return self._html(
            format_html('<p class="{}">{}</p>', look, inner)
            if look
            else format_html("<p>{}</p>", inner)
        )

    def h2(self, text: str) -> Self:
        """A heading."""
        return self._html(format_html("<h2>{}</h2>", text))

    def h3(self, text: str) -> Self:
        """A heading below."""
        return self._html(format_html("<h3>{}</h3>", text))

    def ul(self, items: Iterable[str]) -> Self:
        """A list."""
        return self._list("ul", items)

    def ol(self, items: Iterable[str]) -> Self:
        """A numbered list."""
        return self._list("ol", items)

    def signed(self, body: str, day: str) -> Self:
        """落款: who and when, set to the right."""
        return self.p(body, look="align-right").p(day, look="align-right")

    def table(self, title: str, rows: Sequence[Sequence[str]]) -> Self:
        """A table under its title; the first row is the heading."""
        self.p(title, look="align-center")
        head = format_html_join("", "<th>{}</th>", ((cell,) for cell in rows[0]))
        body = format_html_join(
            "",
            "<tr>{}</tr>",
            ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows[1:]),
        )
        html = format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body)
        self._parts.append(Part("table", str(html)))
        return self

    def picture(self, key: int, caption: str) -> Self:
        """A picture of the city, by its key."""
        self._parts.append(Part("picture", str(key), caption))
        return self

    @property
    def parts(self) -> tuple[Part, ...]:
        """What was collected."""
        return tuple(self._parts)

    def _list(self, tag: str, items: Iterable[str]) -> Self:
        inner = format_html_join("", "<li>{}</li>", ((item,) for item in items))
        return self._html(mark_safe(f"<{tag}>{inner}</{tag}>"))

    def _html(self, html: str) -> Self:
        if self._parts and self._parts[-1].kind == "text":
            html = self._parts.pop().content + html
        self._parts.append(Part("text", str(html)))
        return self

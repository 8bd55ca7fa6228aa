"""
How messages name things that may have no name.
"""

from __future__ import annotations

from link_checker.facts import Link

_LONGEST = 60


def named(link: Link) -> str:
    """A link by what a reader sees of it."""
    return f"链接“{link.text[:_LONGEST]}”" if link.text else "没有文字的链接"

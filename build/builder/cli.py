"""
`zhanqun`: starts the commands, and says in one sentence when it cannot.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import NoReturn

from sites.starting import start

_SELDOM = 200_000
"""Allocations between two looks for garbage: neither a build nor its workers leave much of it."""
_NEEDED = {
    "click",
    "rich",
    "pelican",
    "jinja2",
    "markupsafe",
    "feedgen",
    "segno",
    "whoosh",
    "lxml",
    "blinker",
}


def main() -> NoReturn:
    """The entry point; ends the process with the exit status 0, 1, 2 or 3."""
    gc.set_threshold(_SELDOM)
    start(_commands, _NEEDED, "缺少组件 {name}。请先安装构建端：pip install 'zhanqun[build]'。")


def _commands() -> Callable[[list[str]], int]:
    from builder.commands import run

    return run


if __name__ == "__main__":
    main()

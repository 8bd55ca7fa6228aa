"""
`link-checker`: starts the commands, and says in one sentence when it cannot.
"""

from __future__ import annotations

import sys

_NEEDED = {
    "ada_url",
    "aiohttp",
    "click",
    "jinja2",
    "markupsafe",
    "protego",
    "rich",
    "selectolax",
}


def main() -> None:
    """The entry point; ends the process with the exit status 0, 1, 2 or 3."""
    try:
        from link_checker.commands import run
    except ModuleNotFoundError as error:
        sys.exit(_without(error))
    sys.exit(run(sys.argv[1:]))


def _without(error: ModuleNotFoundError) -> int:
    name = (error.name or "").partition(".")[0]
    if name not in _NEEDED:
        raise error
    sys.stderr.write(f"缺少组件 {name}。请先安装检查工具：pip install 'zhanqun[check]'。\n")
    return 3


if __name__ == "__main__":
    main()

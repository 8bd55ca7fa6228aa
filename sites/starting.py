"""
Starts a command line whose packages may not be installed. Imports nothing that could be missing.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Collection
from typing import NoReturn


def start(
    load: Callable[[], Callable[[list[str]], int]], needed: Collection[str], missing: str
) -> NoReturn:
    """
    Import the commands by `load`, run them and end the process with their exit status.

    A package of `needed` that is not there ends it with status 3 and the sentence `missing`, which
    names the package at ``{name}``; any other missing module is a fault of ours and is raised.
    """
    try:
        run = load()
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in needed:
            raise
        sys.stderr.write(missing.format(name=name) + "\n")
        sys.exit(3)
    # What was imported stays: the collector need not look at it time and again.
    gc.freeze()
    sys.exit(run(sys.argv[1:]))

"""
What can go wrong when the sites are read.

    SitesError      site.toml or the skeletons are faulty; carries every fault, one sentence each
"""

from __future__ import annotations

from collections.abc import Iterable


class SitesError(Exception):
    """
    The sites cannot be used as they are written; commands show `faults` and end with `exit_status`.
    """

    exit_status = 2

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))

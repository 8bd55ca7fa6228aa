"""
What stops our own work. A broken link is a finding, not an error.

    LinkCheckerError
    ├── BadUse            what was asked for makes no sense (exit status 2)
    └── CannotInspect     input is refused or the work could not be finished (exit status 3)
        ├── NoPages       nothing there that could be inspected
        └── BadSnapshot   a file that is no snapshot, or not one of ours
"""

from __future__ import annotations


class LinkCheckerError(Exception):
    """Message: one whole Chinese sentence each for what, where, and what to do next."""

    exit_status = 3


class BadUse(LinkCheckerError):
    """The caller asked for something that does not exist or cannot be combined."""

    exit_status = 2


class CannotInspect(LinkCheckerError):
    """Input is refused, or the work could not be finished."""


class NoPages(CannotInspect):
    """There is not one HTML page to inspect."""


class BadSnapshot(CannotInspect):
    """The file is no snapshot, or belongs to another version."""

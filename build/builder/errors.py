"""
What can stop the build. One tree:

    BuildError
    ├── UsageError       2  the command was given wrongly
    └── RefusedError     3
        ├── FeedError        the feed, or a medium it names
        ├── StoreError       the builder's own copy
        ├── ThemeError       a template
        ├── OutputError      what the outputs made, or the disk would not take
        ├── TargetError      the place that releases are pushed to
        └── BusyError        another process of ours is at work there

Each carries one Chinese sentence that says what, where and what to do next.
"""

from __future__ import annotations

import sqlite3

from sites.reasons import reason_of, sqlite_reason_of


class BuildError(Exception):
    """Ends a command; `str()` is what its user reads."""

    exit_status = 3


class UsageError(BuildError):
    """The command was given wrongly."""

    exit_status = 2


class RefusedError(BuildError):
    """Input was refused; nothing was changed."""


class FeedError(RefusedError):
    """The feed does not keep the contract of docs/feed.md."""


class StoreError(RefusedError):
    """The store is missing, or made for something else."""


class ThemeError(RefusedError):
    """A template is missing or uses what it is not given."""


class OutputError(RefusedError):
    """Outputs contradict each other, or could not be written."""


class TargetError(RefusedError):
    """Where releases are pushed to could not be reached, or is not ours, or would not take them."""


class BusyError(RefusedError):
    """Another process of ours is at work in the folder."""


def sentence_of(error: Exception) -> str:
    """What a user reads of an error, of the system's and of SQLite's as well; empty for a fault of ours."""
    if isinstance(error, OSError):
        return f"{error.filename or '系统'}：{reason_of(error)}。请检查路径、权限和磁盘空间后重试。"
    if isinstance(error, sqlite3.Error) and (reason := sqlite_reason_of(error)):
        return f"构建端的副本读写不了（{reason}）。请检查磁盘空间和权限后重试。"
    if type(error) in (sqlite3.DatabaseError, sqlite3.OperationalError):
        return (
            "构建端的副本或构建记录已损坏。请删除 --var 目录中的 store.sqlite3 和 "
            "releases/traces.sqlite3，再用完整的数据流重新构建。"
        )
    return str(error) if isinstance(error, BuildError) else ""

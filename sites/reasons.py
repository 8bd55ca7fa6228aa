"""
Why the operating system refused, in Chinese: messages are whole sentences in one language.
"""

from __future__ import annotations

import errno
import sqlite3

_REASONS = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EROFS: "磁盘只读",
    errno.ENAMETOOLONG: "名称太长",
    errno.EMFILE: "打开的文件太多",
    errno.EADDRINUSE: "已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "连接被拒绝",
    errno.ECONNRESET: "连接被中断",
    errno.EHOSTUNREACH: "找不到主机",
    errno.ENETUNREACH: "网络不通",
    errno.ETIMEDOUT: "连接超时",
}

_OF_SQLITE = {
    sqlite3.SQLITE_PERM: "没有权限",
    sqlite3.SQLITE_BUSY: "另一个程序正在使用",
    sqlite3.SQLITE_LOCKED: "另一个程序正在使用",
    sqlite3.SQLITE_NOMEM: "内存不足",
    sqlite3.SQLITE_READONLY: "没有写的权限",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_CANTOPEN: "打不开",
}


def reason_of(error: OSError) -> str:
    """A few Chinese words; the system's own where we have none."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def sqlite_reason_of(error: sqlite3.Error) -> str:
    """The same of what is wrong around SQLite's file; empty where the file itself is, or who asked."""
    return _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")

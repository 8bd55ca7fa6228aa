"""
Why the operating system refused, in Chinese: messages are whole sentences in one language.
"""

from __future__ import annotations

import errno

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


def reason_of(error: OSError) -> str:
    """A few Chinese words; the system's own where we have none."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)

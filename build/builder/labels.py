"""
What readers see for the values of the feed.
"""

from __future__ import annotations

VALIDITY_LABELS = {
    "in_force": "有效",
    "amended": "已修改",
    "repealed": "已废止",
    "expired": "已失效",
}

MARK_WORDS = {"amended": "修改", "repealed": "废止", "expired": "失效"}
"""What became of a document, in the middle of a sentence."""

_NESTED = str.maketrans("《》〈〉", "〈〉《》")

FORM_LABELS = {"text": "文字", "graphic": "图解", "questions": "问答", "video": "视频"}
"""解读形式."""

_TYPE_LABELS = {
    "application/pdf": "PDF 文件",
    "application/msword": "Word 文档",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word 文档",
    "application/vnd.ms-excel": "Excel 表格",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel 表格",
    "application/vnd.ms-powerpoint": "PowerPoint 演示文稿",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint 演示文稿",
    "application/zip": "ZIP 压缩包",
    "text/csv": "CSV 数据",
    "text/plain": "文本文件",
}


def nested(title: str) -> str:
    """A title as it stands between 《 and 》: marks inside marks change places (GB/T 15834)."""
    return title.translate(_NESTED)


def type_label(mime: str, name: str) -> str:
    """``PDF 文件``; by the extension where the type is not a common one."""
    if mime in _TYPE_LABELS:
        return _TYPE_LABELS[mime]
    if mime.startswith("image/"):
        return "图片"
    extension = name.rpartition(".")[2].upper() if "." in name else ""
    return f"{extension} 文件" if extension else "文件"


def size_label(size: int) -> str:
    """``1.2 MB``."""
    if size < 1024:
        return f"{size} 字节"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"

"""
What our English keys are called in a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from link_checker.scoring import Line, Verdict

PARTS: Mapping[str, str] = {"veto": "单项否决", "deduction": "扣分指标", "bonus": "加分指标"}

OUTCOMES: Mapping[str, str] = {
    "passed": "未发现问题",
    "failed": "有问题",
    "not_applicable": "不适用",
    "undecided": "无法判断",
    "needs_review": "待人工核对",
}

REASONS: Mapping[str, str] = {
    "needs_data": "缺少判断所需的数据",
    "insufficient_data": "已有的数据不足以判断",
    "unreachable": "没有答复",
    "crashed": "检查程序出错",
}

STATES: Mapping[str, str] = {
    "ok": "正常",
    "broken": "打不开",
    "unreachable": "没有答复，不能确定",
    "refused": "没有读取",
    "not_tried": "没有访问",
}


UNVERIFIED = "数值未核实：印发文件中的数值没有得到确认，有问题也不扣分。"

STOPS: Mapping[str, str] = {
    "pages": "网页的数目达到了上限",
    "external": "外部链接的数目达到了上限",
    "seconds": "时间用完了",
}


def stop_sentence(stopped: str) -> str:
    """Why reading ended early."""
    reasons = "，".join(STOPS.get(key, key) for key in stopped.split(","))
    return f"没有读完全部地址：{reasons}。请用 --budget 放宽后再次检查。"


def verdict_word(verdict: Verdict) -> str:
    """合格 or 不合格; 暂定合格 where lines that could change it were not judged."""
    if verdict.verdict == "unqualified":
        return "不合格"
    return "暂定合格" if verdict.is_provisional else "合格"


def number(value: float) -> str:
    """Points as a reader writes them: no trailing zeros, a real minus sign."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def score_word(verdict: Verdict) -> str:
    """The final score, or that there is none."""
    return "不计分" if verdict.final is None else f"{number(verdict.final)} 分"


def line_note(line: Line) -> str:
    """What there is to say of a line, a sentence."""
    return line.note or f"{OUTCOMES[line.outcome]}。"


def readable(url: str) -> str:
    """An address as a browser shows it: Chinese instead of percent signs, where that can be read."""
    try:
        text = unquote(url, errors="strict")
    except UnicodeDecodeError:
        return url
    return text if text.isprintable() and " " not in text else url

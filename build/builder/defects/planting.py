"""
Puts every fault into a copy of the built sites.
"""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, zip_longest
from pathlib import Path
from typing import TypeVar

import msgspec

from builder.defects.answers import Answer, AnswerList
from builder.defects.pages import Page, Site
from builder.defects.registry import Fault, Scope, all_faults
from builder.defects.withdrawal import withdraw_files
from builder.errors import RefusedError
from builder.outputs import column_inventory

ANSWERS = "answers.json"
"""The answer list, beside the folders of the sites."""

Item = TypeVar("Item")


def plant(output: Path, target: Path, as_of: datetime) -> AnswerList:
    """
    `target` holds a copy of the sites in `output` with every fault in it, and the list of them.

    Which page gets which fault depends on the sites alone. A page gets one fault at most, a fault at least
    one page, and as many as it wants where there are enough. A column's update is late, or not, as of
    the given moment.
    """
    sites = _copy(output, target)
    answers = list(chain.from_iterable(_plant_all(sites, as_of)))
    for site in sites:
        site.write_inventory()
    answers += withdraw_files(sites, {answer.url for answer in answers})
    result = AnswerList(
        as_of=as_of.isoformat(),
        hosts={host: site.slug for site in sites for host in site.hosts},
        answers=tuple(sorted(answers)),
    )
    text = msgspec.json.format(msgspec.json.encode(result), indent=1)
    (target / ANSWERS).write_bytes(text + b"\n")
    return result


def _copy(output: Path, target: Path) -> list[Site]:
    """The sites in their new place; files are shared with the old one until a fault changes them."""
    folders = [
        output / path.relative_to(output).parts[0]
        for path in sorted(output.glob(f"*{column_inventory.PATH}"))
    ]
    if not folders:
        raise RefusedError(
            f"{output}：这里没有已经生成的网站。请先运行 zhanqun build 或 zhanqun demo。"
        )
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for folder in folders:
        shutil.copytree(folder, target / folder.name, copy_function=_link)
    return [Site(target / folder.name) for folder in folders]


def _link(source: str, place: str) -> None:
    try:
        os.link(os.path.realpath(source), place)
    except OSError:
        shutil.copy2(source, place)


def _plant_all(sites: list[Site], as_of: datetime) -> Iterator[list[Answer]]:
    pages: dict[Scope, deque[Page]] = {
        "home": deque(site.home() for site in sites),
        "column": deque(_in_turn(site.columns(as_of) for site in sites)),
        "list": deque(_in_turn([*site.lists(), *site.parents()] for site in sites)),
        "content": deque(_in_turn(_spread(site.contents()) for site in sites)),
    }
    for turn in range(max(fault.times for fault in all_faults())):
        for fault in all_faults():
            if turn < fault.times:
                answers = _plant_one(fault, pages[fault.scope])
                if answers is None and turn == 0:
                    raise RefusedError(
                        f"没有网页能放入缺陷 {fault.rule}.{fault.name}："
                        "这些网站的网页太少。请用完整的示例市。"
                    )
                yield answers or []


def _plant_one(fault: Fault, pages: deque[Page]) -> list[Answer] | None:
    """
    Puts a fault into the first page that suits and takes that page out of the line; None when none does.
    """
    for page in list(pages):
        answers = fault.plant(page)
        if answers is not None:
            page.write()
            pages.remove(page)
            return [_signed(answer, fault) for answer in answers]
    return None


def _signed(answer: Answer, fault: Fault) -> Answer:
    return msgspec.structs.replace(answer, rule=answer.rule or fault.rule, fault=fault.name)


def _in_turn(groups: Iterable[Iterable[Item]]) -> list[Item]:
    """One of each group, then the next of each."""
    rows = zip_longest(*groups)
    return [item for row in rows for item in row if item is not None]


def _spread(pages: list[Page]) -> list[Page]:
    """The same pages in an order that soon has been everywhere."""
    step = 17
    return [page for start in range(step) for page in pages[start::step]]

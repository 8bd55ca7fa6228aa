"""`docs/rights.md`, made of the table of rights and never edited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from django.conf import settings

from cms.review.labelled import Labelled
from cms.review.rights import (
    ADMINISTRATORS,
    DUTIES,
    PLACE_RIGHTS,
    RIGHTS,
    SITE_ROLES,
    Action,
    Duty,
    PlaceAction,
    PlaceState,
    Role,
    State,
)

FILE: Path = settings.ROOT / "docs" / "rights.md"
_HEAD = """# 谁可以做什么

本页由 `cms/review/rights.py` 生成（`make docs`），请勿手工修改；测试逐格核对服务器的回答与本页一致。

## 对稿件

表中写明在哪些状态下可以做；空格表示任何时候都不可以。
稿件的状态依次是：{states}。
撤下、推荐给其他网站看的是已发布的内容：一个已发布的页面有修改稿在审，也可以撤下。
"""
_PLACES = """## 对跨站展示

一篇稿件在另一个网站展示，由那个网站决定：表中是*展示网站*的角色，在哪些状态下可以做。
收回由提出的一方做：推荐的由来源网站的编辑收回，申请的由展示网站的编辑收回。
状态依次是：{states}。
"""
_TAIL = """
没有人可以不经审核发布：页面编辑、批量操作、定时、复制、别名、退回旧版、解锁、命令行中的 `publish()` 都由 `cms/review/guard.py` 拦住。
例外只有两条：紧急发布（要写理由，事后复核前一直列在“紧急发布”中），导入权（只供命令接收在别处已经公开的内容，写入日志）。

## 表格以外的规定

- 三审由三个不同的人进行，其中任何人都没有修改过这一稿。人员不足的网站由安全管理员在“审核设置”中登记例外和批准人；登记后一人可以承担多次审核，但仍不能审核自己修改过的稿件。
- 政策文件终审通过前，须有对这一稿的保密审查记录（谁、何时、依据什么）。
- 跨站展示的是另一网站已发布的稿件，不另作审核；同意展示的人不能是提出的人，也不能是写过这篇稿件的人。没有展示网站的同意，稿件不会出现在那里；来源网站改正，各处随之改正，来源网站撤下，各处随之消失。
- 紧急发布的事后复核，由没有参与写作和发布的终审人员进行。
- 审核期间内容冻结，任何人不能修改；退回或收回以后才能修改。
- 角色按网站授予，一个人在几个网站任编辑即为跨网站的编辑。
- {administrators}必须由不同的人担任，也不能兼任网站中的角色。
- 超级用户只用于安装，视同编辑和网站管理员：不能审核，不能查看日志。
"""


def rights_page() -> str:
    """The text of the page."""
    states = "、".join(state.label for state in State)
    administrators = "、".join(role.label for role in ADMINISTRATORS)
    lines = [
        _HEAD.format(states=states),
        *_table(SITE_ROLES, ((action.label, _cells(RIGHTS[action], State)) for action in Action)),
        "",
        "系统管理员、安全管理员、审计管理员对稿件没有任何权利。",
        "",
        _PLACES.format(states="、".join(state.label for state in PlaceState)),
        *_table(
            SITE_ROLES,
            ((action.label, _cells(PLACE_RIGHTS[action], PlaceState)) for action in PlaceAction),
        ),
        "",
        "## 其他职责",
        "",
        *_table(tuple(Role), ((duty.label, _marks(duty)) for duty in Duty)),
        _TAIL.format(administrators=administrators),
    ]
    return "\n".join(lines)


def _cells(rights: Mapping[Role, Collection[str]], all_states: type[Labelled]) -> list[str]:
    return [_states(rights.get(role, ()), all_states) for role in SITE_ROLES]


def _states(states: Collection[str], all_states: type[Labelled]) -> str:
    if set(states) == set(all_states):
        return "任何状态"
    return "、".join(state.label for state in all_states if state in states)


def _marks(duty: Duty) -> list[str]:
    return ["✓" if role in DUTIES[duty] else "" for role in Role]


def _table(roles: Iterable[Role], rows: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    labels = [role.label for role in roles]
    yield f"| | {' | '.join(labels)} |"
    yield f"|---{'|---' * len(labels)}|"
    for label, cells in rows:
        yield f"| {label} | {' | '.join(cells)} |"

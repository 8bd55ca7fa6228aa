"""
Who may do what: the one table of rights. `docs/rights.md` is made of it, `permissions` answers Wagtail from
it, `steps` and the views ask it, and a test asks the server about every cell.

It knows roles, actions and states only; that the three reviews need three persons is in `persons`.
"""

from __future__ import annotations

from cms.review.labelled import Labelled


class Role(Labelled):
    """A user has the roles of the groups they are in, each at one site or in the whole cluster."""

    EDITOR = "editor", "编辑"
    FIRST = "first_reviewer", "初审"
    SECOND = "second_reviewer", "复审"
    FINAL = "final_reviewer", "终审"
    SITE_MANAGER = "site_manager", "网站管理员"
    SYSTEM = "system_administrator", "系统管理员"
    SECURITY = "security_administrator", "安全管理员"
    AUDIT = "audit_administrator", "审计管理员"


class State(Labelled):
    """Where a page stands (`states.state_of`)."""

    DRAFT = "draft", "草稿"
    FIRST = "first_review", "初审中"
    SECOND = "second_review", "复审中"
    FINAL = "final_review", "终审中"
    RETURNED = "returned", "已退回"
    SCHEDULED = "scheduled", "待发布"
    LIVE = "live", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"


class Action(Labelled):
    """What somebody does to a page."""

    EDIT = "edit", "修改"
    SUBMIT = "submit", "送审"
    RECALL = "recall", "收回送审"
    APPROVE = "approve", "审核通过"
    REFUSE = "refuse", "退回"
    CLEAR = "clear", "保密审查"
    PUBLISH = "publish", "不经审核发布"
    EMERGENCY = "emergency", "紧急发布"
    UNSCHEDULE = "unschedule", "取消定时发布"
    WITHDRAW = "withdraw", "撤下"
    DELETE = "delete", "删除"
    MOVE = "move", "移到其他栏目"
    COPY = "copy", "复制为新稿"
    LOCK = "lock", "锁定和解锁"
    SHARE = "share", "分享预览"
    OFFER = "offer", "推荐给其他网站"


class PlaceState(Labelled):
    """Where a place stands: a text of one site in another (`cms.placements`)."""

    ASKED = "asked", "待同意"
    SHOWN = "shown", "展示中"
    REFUSED = "refused", "未同意"
    RECALLED = "recalled", "已收回"
    TAKEN_OFF = "taken_off", "已取下"
    ENDED = "ended", "已结束"


class PlaceAction(Labelled):
    """What somebody does to a place."""

    ACCEPT = "accept", "同意展示"
    DECLINE = "decline", "不同意展示"
    ARRANGE = "arrange", "换栏目、置顶"
    TAKE_OFF = "take_off", "取下"
    RECALL = "recall", "收回"


class Duty(Labelled):
    """What somebody does that is not about the state of one page."""

    CREATE = "create", "新建稿件"
    REQUEST = "request", "申请展示其他网站的稿件"
    ARRANGE = "arrange", "栏目、首页设置、机构：修改并发布"
    BUNDLE = "bundle", "发布包：编排、定时、取消"
    REVIEW_AFTERWARDS = "review_afterwards", "紧急发布的事后复核"
    CLUSTER = "cluster", "网站、媒体文件夹、旧地址转向"
    USERS = "users", "用户和角色，登记审核人员例外"
    READ_LOG = "read_log", "查看和导出日志"


SITE_ROLES = (Role.EDITOR, Role.FIRST, Role.SECOND, Role.FINAL, Role.SITE_MANAGER)
ADMINISTRATORS = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)
"""三员分立: each in the whole cluster, none together with any other role (`separation`)."""
REVIEWERS = {State.FIRST: Role.FIRST, State.SECOND: Role.SECOND, State.FINAL: Role.FINAL}
SUPERUSER_ROLES = (Role.EDITOR, Role.SITE_MANAGER)
"""A superuser installs; they review nothing, and read no log."""

_AT_REST = {State.DRAFT, State.RETURNED, State.LIVE, State.WITHDRAWN}
_IN_REVIEW = set(REVIEWERS)
_ALL = set(State)
_NOBODY: dict[Role, set[State]] = {}

RIGHTS: dict[Action, dict[Role, set[State]]] = {
    Action.EDIT: {Role.EDITOR: _AT_REST},
    Action.SUBMIT: {Role.EDITOR: _AT_REST},
    Action.RECALL: {Role.EDITOR: _IN_REVIEW | {State.RETURNED}},
    Action.APPROVE: {role: {state} for state, role in REVIEWERS.items()},
    Action.REFUSE: {role: {state} for state, role in REVIEWERS.items()},
    Action.CLEAR: {role: {state} for state, role in REVIEWERS.items()},
    Action.PUBLISH: _NOBODY,
    Action.EMERGENCY: {
        role: {State.DRAFT, State.RETURNED, State.LIVE} | _IN_REVIEW
        for role in (Role.FINAL, Role.SITE_MANAGER)
    },
    Action.UNSCHEDULE: {role: {State.SCHEDULED} for role in (Role.FINAL, Role.SITE_MANAGER)},
    Action.WITHDRAW: {role: {State.LIVE} for role in (Role.FINAL, Role.SITE_MANAGER)},
    Action.DELETE: {
        Role.EDITOR: {State.DRAFT},
        Role.SITE_MANAGER: {State.DRAFT, State.WITHDRAWN},
    },
    Action.MOVE: {Role.EDITOR: {State.DRAFT}, Role.SITE_MANAGER: _AT_REST},
    Action.COPY: {Role.EDITOR: _ALL},
    Action.LOCK: {Role.SITE_MANAGER: _ALL - {State.SCHEDULED}},
    Action.SHARE: {role: _ALL - {State.WITHDRAWN} for role in (Role.EDITOR, Role.SITE_MANAGER)},
    Action.OFFER: {Role.EDITOR: {State.LIVE}},
}
_DECIDERS = (Role.FINAL, Role.SITE_MANAGER)
PLACE_RIGHTS: dict[PlaceAction, dict[Role, set[PlaceState]]] = {
    PlaceAction.ACCEPT: {role: {PlaceState.ASKED} for role in _DECIDERS},
    PlaceAction.DECLINE: {role: {PlaceState.ASKED} for role in _DECIDERS},
    PlaceAction.ARRANGE: {role: {PlaceState.SHOWN} for role in _DECIDERS},
    PlaceAction.TAKE_OFF: {role: {PlaceState.SHOWN} for role in _DECIDERS},
    PlaceAction.RECALL: {Role.EDITOR: {PlaceState.ASKED}},
}
"""At the site that shows the text; 收回 at the site that asked."""
DUTIES: dict[Duty, tuple[Role, ...]] = {
    Duty.CREATE: (Role.EDITOR,),
    Duty.REQUEST: (Role.EDITOR,),
    Duty.ARRANGE: (Role.SITE_MANAGER,),
    Duty.BUNDLE: (Role.SITE_MANAGER,),
    Duty.REVIEW_AFTERWARDS: (Role.FINAL,),
    Duty.CLUSTER: (Role.SYSTEM,),
    Duty.USERS: (Role.SECURITY,),
    Duty.READ_LOG: (Role.AUDIT,),
}


class Rights:
    """What somebody with `roles` may do."""

    def __init__(self, roles: set[Role]) -> None:
        self.roles = roles

    def may(self, action: Action, state: State) -> bool:
        """Whether the action is open to one of the roles while a page stands at `state`."""
        return any(state in RIGHTS[action].get(role, ()) for role in self.roles)

    def may_place(self, action: PlaceAction, state: PlaceState) -> bool:
        """Whether the action is open to one of the roles while a place stands at `state`."""
        return any(state in PLACE_RIGHTS[action].get(role, ()) for role in self.roles)

    def has_any(self, action: Action) -> bool:
        """Whether the action is ever open to one of the roles."""
        return any(role in RIGHTS[action] for role in self.roles)

    def has(self, duty: Duty) -> bool:
        """Whether the duty is one of the roles'."""
        return any(role in DUTIES[duty] for role in self.roles)

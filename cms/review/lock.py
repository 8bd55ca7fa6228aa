"""
While a text is in review nobody changes it: what was looked at is what goes out. And who may not change it may
still read it, to withdraw it or to let it out in an emergency.
"""

from __future__ import annotations

from typing import Any

from wagtail.locks import BaseLock, WorkflowLock


class FrozenLock(WorkflowLock):
    """The lock on a page in review, for everybody."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return "稿件正在审核，内容已冻结。需要修改时，请由审核人退回，或由编辑收回送审。"

    def get_locked_by(self, user: Any, can_lock: bool = False) -> str:
        return "审核中，已冻结"

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        return "审核期间任何人不能修改内容。"


class ReadingLock(BaseLock):
    """The lock on a text that is in nobody's review, for somebody whose role does not write."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return "您的角色可以阅读这一稿，不能修改。"

    def get_locked_by(self, user: Any) -> str:
        return "只能阅读"

    def get_description(self, user: Any) -> str:
        return "内容由编辑修改。"

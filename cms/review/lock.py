"""While a text is in review nobody changes it: what was looked at is what goes out."""

from __future__ import annotations

from typing import Any

from wagtail.locks import WorkflowLock


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

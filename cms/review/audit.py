"""
日志: entries of the append-only log. What Wagtail logs (pages, media, bodies, users, settings) is taken over as
it happens, in the same transaction, with the address it came from; our own steps are recorded by `steps`.
"""

from __future__ import annotations

import atexit
import csv
import io
import json
import logging
from collections.abc import Iterator
from copy import copy
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.review import context
from cms.review.models import AuditEntry

logger = logging.getLogger(__name__)
_pending: list[tuple[str, str, str]] = []
_COLUMNS = ("序号", "时间", "用户", "来自", "动作", "对象类型", "对象编号", "对象", "结果", "说明")


def record(
    action: str,
    label: str,
    target: models.Model | None = None,
    *,
    user: Any = None,
    user_name: str = "",
    details: str = "",
    outcome: AuditEntry.Outcome = AuditEntry.Outcome.DONE,
) -> AuditEntry:
    """
    One entry; who and from where come from the request being answered unless `user` is given, or
    `user_name` for somebody without an account.
    """
    who = user or context.actor()
    return AuditEntry.objects.create(
        user_pk=who.pk if who else None,
        user_name=user_name or name_of(who),
        address=context.address(),
        action=action,
        action_label=label,
        object_kind=str(target._meta.verbose_name) if target is not None else "",
        object_pk=str(target.pk) if target is not None else "",
        object_label=str(target)[:255] if target is not None else "",
        outcome=outcome,
        details=details,
    )


def record_refusal(
    action: str, label: str, sentence: str, target: models.Model | None = None
) -> AuditEntry:
    """Somebody tried what they may not do."""
    return record(action, label, target, details=sentence, outcome=AuditEntry.Outcome.REFUSED)


def refuse_later(action: str, label: str, sentence: str) -> None:
    """A refusal in a command or a console: what is written now would be rolled back with the attempt."""
    logger.warning("refused: %s", sentence)
    _pending.append((action, label, sentence))


def write_pending() -> None:
    """Write what `refuse_later` kept; done when the process ends."""
    while _pending:
        record_refusal(*_pending.pop(0))


def full_name(user: Any) -> str:
    """姓 and 名 together, as a Chinese name is written: in place of Django's `get_full_name` (`apps`)."""
    return f"{user.last_name}{user.first_name}".strip()


def name_of(user: Any) -> str:
    """User name and, where there is one, the person's: `water-editor（示例甲）`."""
    if user is None:
        return "系统"
    person = user.get_full_name()
    return f"{user.get_username()}（{person}）" if person else str(user.get_username())


def connect() -> None:
    """Take over what Wagtail and the login page tell."""
    atexit.register(write_pending)
    for entry_type in (PageLogEntry, ModelLogEntry):
        post_save.connect(_take_over, sender=entry_type, dispatch_uid=f"audit {entry_type}")
    user_logged_in.connect(_logged_in, dispatch_uid="audit login")
    user_logged_out.connect(_logged_out, dispatch_uid="audit logout")
    user_login_failed.connect(_login_failed, dispatch_uid="audit failed login")


def _take_over(instance: Any, created: bool, **kwargs: Any) -> None:
    if not created:
        return
    kind = instance.content_type
    AuditEntry.objects.create(
        user_pk=instance.user_id,
        user_name=name_of(instance.user),
        address=context.address(),
        action=instance.action,
        action_label=str(registry.get_action_label(instance.action)),
        object_kind=str(kind.model_class()._meta.verbose_name)[:60] if kind.model_class() else "",
        object_pk=str(instance.object_id),
        object_label=instance.label[:255],
        outcome=AuditEntry.Outcome.DONE,
        details=_told(instance) if instance.data else "",
    )


def _told(entry: Any) -> str:
    """Wagtail's own sentence about an entry, as it will read once its times are stored as text."""
    stored = copy(entry)
    stored.data = json.loads(json.dumps(entry.data, cls=DjangoJSONEncoder))
    return strip_tags(str(stored.message))


def _logged_in(user: Any, **kwargs: Any) -> None:
    record("login", "登录", user=user)


def _logged_out(user: Any, **kwargs: Any) -> None:
    if user is not None:
        record("logout", "退出", user=user)


def _login_failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    tried = str(credentials.get("username", ""))[:150]
    record_refusal("login", "登录", f"用户名或密码不对，用户名填的是“{tried}”。")


def as_csv(entries: models.QuerySet[AuditEntry]) -> Iterator[bytes]:
    """The lines of a CSV file that a spreadsheet opens as it is, without taking a cell for a formula."""
    yield "\ufeff".encode()
    yield _line(_COLUMNS)
    for entry in entries.iterator(chunk_size=2000):
        yield _line((
            str(entry.pk),
            timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
            entry.user_name, entry.address, entry.action_label, entry.object_kind, entry.object_pk,
            entry.object_label, entry.get_outcome_display(), entry.details,
        ))  # fmt: skip


def _line(cells: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(
        f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in cells
    )
    return text.getvalue().encode()

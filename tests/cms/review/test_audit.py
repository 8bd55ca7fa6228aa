"""The log: everything is in it, and nobody changes it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cms.review.append_only import TABLES
from cms.review.audit import record
from cms.review.models import AuditEntry
from cms.review.rights import Role
from tests.cms.review.desk import Desk


def filled(desk: Desk) -> None:
    """A row in each of the tables."""
    page = desk.document()
    page = desk.pass_reviews(desk.submit(page), Role.FIRST)
    desk.do(Role.SECOND, page, "clear", basis="条例第十七条", may_be_disclosed="on")
    desk.pass_reviews(page, Role.SECOND, Role.FINAL)
    desk.do(Role.FINAL, page, "withdraw", kind="ordinary", reason="已过时")


def test_the_database_refuses_to_change_or_delete(desk: Desk):
    """
    Approvals, clearances, withdrawals and the log: by the model, by a queryset, by SQL.
    """
    filled(desk)
    for table in TABLES:
        for statement in (f"UPDATE {table} SET user_name = 'x'", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    entry = AuditEntry.objects.latest("pk")
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(user_name="别人")


def test_every_step_of_a_text_is_in_the_log_with_its_address(desk: Desk):
    """
    In order: who, what, from where, to what, and what came of it.
    """
    filled(desk)

    told = AuditEntry.objects.filter(action__startswith="review.").order_by("pk")
    assert [entry.action_label for entry in told] == [
        "初审通过", "保密审查", "复审通过", "终审通过", "普通撤下",
    ]  # fmt: skip
    last = told.last()
    assert (last.user_name, last.address) == ("final_reviewer（终审）", "127.0.0.1")
    assert (last.object_label, last.details) == ("新文件", "已过时")


def test_behind_a_proxy_the_log_has_the_address_of_the_user(desk: Desk, settings: Any):
    """
    The web server's word counts only where it is named; anybody else's header is ignored.
    """
    client = desk.client(Role.EDITOR)
    address = reverse("review_log")
    client.get(address, headers={"x-forwarded-for": "10.9.9.9"})
    settings.PROXIES = ("127.0.0.1",)
    client.get(address, headers={"x-forwarded-for": "1.2.3.4, 10.1.2.3"})

    found = AuditEntry.objects.filter(outcome="refused").order_by("-pk")
    assert [entry.address for entry in found[:2]] == ["10.1.2.3", "127.0.0.1"]


def test_the_audit_administrator_exports_csv(desk: Desk):
    """
    Readable by a spreadsheet, without a cell that it would take for a formula; the export is logged.
    """
    record("test", "试验", details="=HYPERLINK(1)")

    response = desk.client(Role.AUDIT).get(reverse("review_log_export"), {"what": "试验"})

    lines = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert lines[0][:5] == ["序号", "时间", "用户", "来自", "动作"]
    assert [line[9] for line in lines[1:]] == ["'=HYPERLINK(1)"]
    assert AuditEntry.objects.filter(action="log.export").exists()


def test_logging_in_and_failing_to_are_in_the_log(desk: Desk):
    """
    With the name that was tried.
    """
    login = reverse("wagtailadmin_login")
    desk.people[Role.EDITOR].set_password("对的密码")
    desk.people[Role.EDITOR].save()
    client = type(desk.client(Role.FINAL))()
    client.post(login, {"username": "editor", "password": "错的密码"})
    client.post(login, {"username": "editor", "password": "对的密码"})

    entries = AuditEntry.objects.filter(action="login").order_by("pk")
    assert [entry.outcome for entry in entries][-2:] == ["refused", "done"]
    assert "editor" in entries.filter(outcome="refused").latest("pk").details

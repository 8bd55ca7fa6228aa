"""
What reviewing remembers. Rows of `Approval`, `ConfidentialityReview`, `Withdrawal` and `AuditEntry` are
written once: the database refuses to change or delete them (`append_only`). They name pages, revisions
and users by key and in words, so that they outlive them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, Task, TaskState

from cms.review.labelled import Labelled
from cms.review.lock import FrozenLock
from cms.review.rights import REVIEWERS, Role, State

LEVELS = [(state.value, role.label) for state, role in REVIEWERS.items()]


class RoleGrant(models.Model):
    """That a group is a role at a site, or, without one, in the whole cluster."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role_grant")
    role = models.CharField("角色", max_length=30, choices=Role.choices())
    home = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "home"], name="one_group_per_role_and_site")
        ]

    def __str__(self) -> str:
        return f"{self.group}：{self.get_role_display()}"


class ReviewTask(Task):
    """
    One of the three reviews of a site. All is done by `steps`: Wagtail's own ways to approve are closed,
    and the text is frozen for everybody while it is looked at.
    """

    level = models.CharField("审次", max_length=20, choices=LEVELS)
    home = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")

    lock_class = FrozenLock

    class Meta:
        verbose_name = "审核"
        verbose_name_plural = "审核"

    @property
    def role(self) -> Role:
        """Whose review it is."""
        return REVIEWERS[State(self.level)]

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """
        Begin this review, or the first of the three that this text has not passed: text that was changed
        after a refusal begins again.
        """
        revision = workflow_state.content_object.get_latest_revision()
        passed = set(
            Approval.objects.filter(revision_pk=revision.pk).values_list("level", flat=True)
        )
        for task in ReviewTask.objects.filter(home=self.home, active=True).order_by("pk"):
            if task.level == self.level:
                break
            if task.level not in passed:
                return task.start(workflow_state, user)
        return super().start(workflow_state, user)

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        """Every reviewer of the site may read what is in review."""
        from cms.review.roles import roles_at

        return bool(roles_at(user, obj) & set(REVIEWERS.values()))

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        """See `FrozenLock`."""
        return True

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        from cms.review.roles import roles_at

        if self.role in roles_at(user, self.home):
            return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return TaskState.objects.none()

    @classmethod
    def get_description(cls) -> str:
        return "三审三校中的一审，由各网站相应的用户组承担。"


class Step(models.Model):
    """Who did something to a page, and when."""

    page_pk = models.BigIntegerField(db_index=True)
    page_title = models.CharField(max_length=255)
    user_pk = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user_name}：{self.page_title}"


class Approval(Step):
    """One of the three reviews was passed by the text with this fingerprint, in this revision."""

    revision_pk = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    level = models.CharField(max_length=20, choices=LEVELS)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision_pk", "level"], name="one_approval_per_level")
        ]


class ConfidentialityReview(Step):
    """保密审查 of a text: who, when, on what basis, and that it may be disclosed."""

    revision_pk = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    basis = models.TextField("审查依据")
    opinion = models.TextField("审查意见", blank=True)


class Withdrawal(Step):
    """A page was taken off the public site."""

    class Kind(Labelled):
        """Why, as far as it decides what follows."""

        ORDINARY = "ordinary", "普通撤下"
        LEAK = "leak", "泄密撤下"

    kind = models.CharField("类别", max_length=10, choices=Kind.choices())
    reason = models.TextField("理由")


class Refusal(models.Model):
    """A reviewer returned the text: why, and at which field."""

    task_state = models.OneToOneField(TaskState, on_delete=models.CASCADE, related_name="refusal")
    field = models.CharField(max_length=60, blank=True)
    field_label = models.CharField(max_length=60, blank=True)
    comment = models.TextField()

    def __str__(self) -> str:
        return f"{self.field_label or '整篇稿件'}：{self.comment}"


class EmergencyPublication(Step):
    """Text that went out without the three reviews. Stays on the board until it was looked at."""

    revision_pk = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField()
    site_path = models.CharField(max_length=255)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=200, blank=True)
    reviewed_by_pk = models.BigIntegerField(null=True)
    conclusion = models.TextField(blank=True)


class CurrentSession(models.Model):
    """The one session somebody is logged in with (`sessions`)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=40)

    def __str__(self) -> str:
        return str(self.user)


class AuditEntry(models.Model):
    """日志: who did or tried what, when, from where, to what, and what came of it."""

    class Outcome(Labelled):
        """Done, or refused."""

        DONE = "done", "完成"
        REFUSED = "refused", "被拒绝"

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    user_pk = models.BigIntegerField(null=True)
    user_name = models.CharField("用户", max_length=200, blank=True)
    address = models.CharField("来自", max_length=45, blank=True)
    action = models.CharField("动作", max_length=64, db_index=True)
    action_label = models.CharField("动作", max_length=100)
    object_kind = models.CharField("对象类型", max_length=60, blank=True)
    object_pk = models.CharField(max_length=64, blank=True)
    object_label = models.CharField("对象", max_length=255, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices())
    details = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "日志"
        indexes = [
            models.Index(fields=["object_kind", "object_pk"], name="audit_of_object"),
            models.Index(fields=["outcome", "id"], name="audit_of_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.user_name} {self.action_label} {self.object_label}"


@register_setting(icon="group", order=300)
class ReviewSettings(BaseSiteSetting):
    """审核设置: a site with too few people for three reviewers, and who approved of that."""

    is_small = models.BooleanField(
        "审核人员不足三人",
        default=False,
        help_text="勾选后，同一人可以承担多次审核；但任何人仍不能审核自己修改过的稿件。",
    )
    approved_by = models.CharField("例外批准人", max_length=60, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    basis = models.CharField("批准依据", max_length=200, blank=True, help_text="如批准文件的文号。")

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("is_small"),
                FieldPanel("approved_by"),
                FieldPanel("approved_on"),
                FieldPanel("basis"),
            ],
            "三审人员的例外",
        )
    ]

    class Meta:
        verbose_name = "审核设置"

    def clean(self) -> None:
        super().clean()
        if self.is_small:
            needed = {"approved_by": "例外由谁批准？", "approved_on": "例外何时批准？"}
            missing = {
                name: f"{sentence}请填写。"
                for name, sentence in needed.items()
                if not getattr(self, name)
            }
            if missing:
                raise ValidationError(missing)

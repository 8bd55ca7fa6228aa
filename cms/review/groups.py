"""
The groups of a site and of the cluster, each one role: what Wagtail is told that they may do. Few, high grants:
each at the site's home page and its one collection. The table of rights decides within them.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.review.models import LEVELS, ReviewTask, RoleGrant
from cms.review.rights import ADMINISTRATORS, REVIEWERS, SITE_ROLES, Role

PAGES: dict[Role, tuple[str, ...]] = {
    Role.EDITOR: ("add", "change"),
    # Wagtail shows the tree to those who may lock in it; what may be locked is in the table.
    **dict.fromkeys(REVIEWERS.values(), ("lock",)),
    Role.SITE_MANAGER: ("add", "change", "publish", "lock", "unlock"),
}
MEDIA: dict[Role, tuple[str, ...]] = {
    Role.EDITOR: ("add", "change", "choose"),
    Role.SITE_MANAGER: ("add", "change", "delete", "choose"),
}
_MEDIA_MODELS = ("wagtailimages.image", "wagtaildocs.document")
"""Wagtail asks for the permissions of its own models, whatever models the project puts in their place."""
SETTINGS: dict[Role, tuple[str, ...]] = {
    Role.SITE_MANAGER: ("columns.sitesettings.change_sitesettings",)
}
MODELS: dict[Role, tuple[str, ...]] = {
    # 机构 belong to the whole cluster: a document needs one, with its credit code, to get its 索引号.
    Role.EDITOR: ("bodies.body.view_body", "bodies.body.add_body", "bodies.body.change_body"),
    Role.SITE_MANAGER: (
        "bodies.body.view_body",
        "bodies.body.add_body",
        "bodies.body.change_body",
        "bodies.body.publish_body",
    ),
    Role.SYSTEM: (
        *(f"wagtailcore.site.{verb}_site" for verb in ("add", "change", "delete")),
        *(f"columns.redirect.{verb}_redirect" for verb in ("view", "add", "change", "delete")),
    ),
    Role.SECURITY: (
        "auth.user.add_user",
        "auth.user.change_user",
        "review.reviewsettings.change_reviewsettings",
    ),
}
COLLECTIONS = {Role.SYSTEM: ("add", "change", "delete")}


def ensure_site(home: Page, site: Site, name: str, collection: Collection) -> list[str]:
    """The groups and the reviews of a site, as declared above; a sentence for each change."""
    changes = []
    for role in SITE_ROLES:
        group, line = _group(role, home, f"{name}{role.label}")
        grants = _Grants(group)
        grants.models(MODELS.get(role, ()))
        grants.pages(home, PAGES[role])
        grants.media(collection, MEDIA.get(role, ()))
        grants.settings(site, SETTINGS.get(role, ()))
        changes += [line] if line else grants.changes
    return changes + _ensure_reviews(home, name)


def ensure_administrators() -> list[str]:
    """The three groups of the cluster."""
    changes = []
    for role in ADMINISTRATORS:
        group, line = _group(role, None, role.label)
        grants = _Grants(group)
        grants.models(MODELS.get(role, ()))
        grants.collections(COLLECTIONS.get(role, ()))
        changes += [line] if line else grants.changes
    return changes


def group_of(role: Role, home: Page | None = None) -> Group:
    """The group of a role at a site, or in the cluster."""
    return Group.objects.get(role_grant__role=role, role_grant__home=home)


def _group(role: Role, home: Page | None, name: str) -> tuple[Group, str]:
    grant = RoleGrant.objects.filter(role=role, home=home).select_related("group").first()
    if grant is not None:
        if grant.group.name == name:
            return grant.group, ""
        grant.group.name = name
        grant.group.save()
        return grant.group, f"用户组更名为“{name}”。"
    group, _ = Group.objects.get_or_create(name=name)
    RoleGrant.objects.create(group=group, role=role, home=home)
    return group, f"新建用户组“{name}”。"


def _ensure_reviews(home: Page, name: str) -> list[str]:
    """The workflow of a site: three reviews, one after the other."""
    if ReviewTask.objects.filter(home=home).exists():
        return []
    workflow = Workflow.objects.create(name=f"{name}三审三校")
    for number, (level, label) in enumerate(LEVELS):
        task = ReviewTask.objects.create(name=f"{name}{label}", level=level, home=home)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    return [f"{name}：设立三审三校。"]


class _Grants:
    """What a group may do, made to be what is declared."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.changes: list[str] = []

    def models(self, names: tuple[str, ...]) -> None:
        """Permissions on whole models, and to log in."""
        wanted = {_permission("wagtailadmin.admin.access_admin"), *map(_permission, names)}
        if wanted != set(self.group.permissions.all()):
            self.group.permissions.set(wanted)
            self._changed()

    def pages(self, home: Page, verbs: tuple[str, ...]) -> None:
        """Permissions on the pages of a site."""
        wanted = {
            (home.pk, _permission(f"wagtailcore.page.{verb}_page").pk): None for verb in verbs
        }
        self._sync(GroupPagePermission, "page_id", wanted)

    def media(self, collection: Collection, verbs: tuple[str, ...]) -> None:
        """Permissions on the pictures and files of a site."""
        wanted = {
            (
                collection.pk,
                _permission(f"{model}.{verb}_{model.partition('.')[2]}").pk,
            ): None
            for model in _MEDIA_MODELS
            for verb in verbs
        }
        self._sync(GroupCollectionPermission, "collection_id", wanted)

    def collections(self, verbs: tuple[str, ...]) -> None:
        """Permissions to arrange the collections themselves."""
        root = Collection.get_first_root_node()
        wanted = {
            (root.pk, _permission(f"wagtailcore.collection.{verb}_collection").pk): None
            for verb in verbs
        }
        self._sync(GroupCollectionPermission, "collection_id", wanted)

    def settings(self, site: Site, names: tuple[str, ...]) -> None:
        """Permissions on the settings of a site."""
        wanted = {(site.pk, _permission(name).pk): None for name in names}
        self._sync(GroupSitePermission, "site_id", wanted)

    def _sync(self, model: Any, place: str, wanted: dict[tuple[int, int], None]) -> None:
        present = {
            (getattr(row, place), row.permission_id): row
            for row in model.objects.filter(group=self.group)
        }
        for key in present.keys() - wanted.keys():
            present[key].delete()
        for key in wanted.keys() - present.keys():
            model.objects.create(group=self.group, **{place: key[0], "permission_id": key[1]})
        if present.keys() != wanted.keys():
            self._changed()

    def _changed(self) -> None:
        line = f"用户组“{self.group.name}”的权限按规定更新。"
        if line not in self.changes:
            self.changes.append(line)


def _permission(name: str) -> Permission:
    app_label, model, codename = name.split(".")
    return Permission.objects.get(
        content_type__app_label=app_label, content_type__model=model, codename=codename
    )

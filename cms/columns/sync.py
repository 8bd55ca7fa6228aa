"""
From `sites/` to Wagtail: sites, column skeletons, host bodies, groups, reviews. Running it again changes nothing.

What `site.toml` says of a site follows the file. A column is made once; afterwards it is the editors':
they may rename, move or delete it, and it does not come back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from msgspec import to_builtins
from wagtail.models import Collection, Page, Site

from cms.bodies.models import Body
from cms.columns.models import Column, SiteHome, SiteIdentity
from cms.media.models import Picture
from cms.review.groups import ensure_administrators, ensure_site
from sites.config import ColumnSkeleton, SiteConfig


@dataclass
class Changes:
    """What a run did, in sentences for the operator."""

    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Note one change."""
        self.lines.append(line)


@transaction.atomic
def sync_sites(configs: tuple[SiteConfig, ...]) -> Changes:
    """Bring Wagtail up to what `configs` say; all of it or nothing."""
    changes = Changes()
    for config in configs:
        SiteSync(config, changes).run()
    for line in ensure_administrators():
        changes.add(line)
    _remove_welcome_page(changes)
    return changes


def site_record(config: SiteConfig) -> dict[str, Any]:
    """The `site` record of the feed (docs/feed.md), but for its logo."""
    return {
        "slug": config.slug,
        "name": config.name,
        "short_name": config.short_name,
        "type": config.type,
        "domain": config.domain,
        "site_id_code": config.site_id_code,
        "host_body": config.host_body,
        "operating_body": config.operating_body,
        "icp_number": config.icp_number,
        "police_number": config.police_number,
        "error_report_url": config.error_report_url,
        "conac_url": config.conac_url,
        "contact": to_builtins(config.contact),
        "main_color": config.main_color,
        "description": config.description,
        "keywords": list(config.keywords),
        "has_services": config.services,
        "has_interaction": config.interaction,
        "position": config.position,
    }


class SiteSync:
    """One site of the cluster."""

    def __init__(self, config: SiteConfig, changes: Changes) -> None:
        self.config = config
        self.changes = changes

    def run(self) -> None:
        """Home, site, identity, columns, body, groups and reviews, in this order."""
        self.home = self._home()
        self.site = self._site()
        self.identity = self._identity()
        self.made: dict[str, int] = dict(self.identity.columns_made)
        self._columns(self.home, self.config.columns)
        self._save(self.identity, columns_made=self.made)
        self._body()
        self._groups()

    def _home(self) -> SiteHome:
        config = self.config
        home = SiteHome.objects.filter(slug=config.slug, depth=2).first()
        if home is None:
            home = SiteHome(title=config.name, slug=config.slug)
            Page.get_first_root_node().add_child(instance=home)
            home.save_revision().publish()
            self.changes.add(f"新建网站“{config.name}”。")
        elif home.title != config.name:
            home.title = config.name
            home.save_revision().publish()
            self.changes.add(f"网站更名为“{config.name}”。")
        return home

    def _site(self) -> Site:
        config = self.config
        site = Site.objects.filter(root_page=self.home).first() or Site(root_page=self.home)
        if config.is_portal:
            Site.objects.exclude(pk=site.pk).filter(is_default_site=True).update(
                is_default_site=False
            )
        self._save(
            site,
            hostname=config.domain,
            port=443,
            site_name=config.name,
            is_default_site=config.is_portal,
        )
        return site

    def _identity(self) -> SiteIdentity:
        identity = SiteIdentity.objects.filter(site=self.site).first() or SiteIdentity(
            site=self.site
        )
        self._save(identity, config=site_record(self.config), logo=self._logo())
        return identity

    def _logo(self) -> Picture | None:
        path = self.config.logo_path
        if not self.config.logo:
            return None
        title = f"{self.config.name}标志"
        content = path.read_bytes()
        logo = Picture.objects.filter(title=title, collection=self._collection()).first()
        if logo and logo.file.open("rb").read() == content:
            return logo
        logo = logo or Picture(title=title, description=title, collection=self._collection())
        logo.file = ContentFile(content, name=f"{self.config.slug}-{path.name}")
        logo.save()
        self.changes.add(f"{self.config.name}：换上标志 {path.name}。")
        return logo

    def _collection(self) -> Collection:
        root = Collection.get_first_root_node()
        found = root.get_children().filter(name=self.config.name).first()
        return found or root.add_child(instance=Collection(name=self.config.name))

    def _columns(self, parent: Page, skeletons: tuple[ColumnSkeleton, ...]) -> None:
        for skeleton in skeletons:
            if skeleton.path not in self.made:
                self.made[skeleton.path] = self._column(parent, skeleton).pk
                self.changes.add(
                    f"{self.config.name}：新建栏目“{skeleton.title}”（{skeleton.path}）。"
                )
            column = Column.objects.filter(pk=self.made[skeleton.path]).first()
            if column is not None:
                self._columns(column, skeleton.children)

    def _column(self, parent: Page, skeleton: ColumnSkeleton) -> Column:
        column = Column(
            title=skeleton.title,
            slug=skeleton.slug,
            description=skeleton.description,
            keywords="，".join(skeleton.keywords),
            column_type=str(skeleton.column_type),
            must_update=skeleton.must_update,
            update_window_days=skeleton.update_window_days,
            is_hidden=skeleton.is_hidden,
            in_navigation=skeleton.in_navigation,
        )
        parent.add_child(instance=column)
        column.save_revision().publish()
        return column

    def _body(self) -> None:
        config = self.config
        body = Body.objects.filter(name=config.host_body).first() or Body(name=config.host_body)
        if not body.pk:
            body.address, body.phone = config.contact.address, config.contact.phone
            body.hours, body.position = config.contact.hours, config.position
        self._save(body, credit_code=config.host_credit_code)

    def _groups(self) -> None:
        for line in ensure_site(self.home, self.site, self.config.name, self._collection()):
            self.changes.add(line)

    def _save(self, row: models.Model, **values: Any) -> None:
        """Save `row` with `values`, only when that changes something."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if row.pk and not changed:
            return
        for name, value in changed.items():
            setattr(row, name, value)
        is_new = row.pk is None
        row.save()
        verb = "登记" if is_new else "更新"
        self.changes.add(f"{self.config.name}：{verb}{row._meta.verbose_name}。")


def _remove_welcome_page(changes: Changes) -> None:
    """Wagtail's first migration makes a page and a site of its own; neither is ours."""
    for page in Page.objects.filter(depth=2, slug="home", content_type__app_label="wagtailcore"):
        if not page.get_children().exists():
            Site.objects.filter(root_page=page).delete()
            page.delete()
            changes.add("删除 Wagtail 自带的欢迎页。")

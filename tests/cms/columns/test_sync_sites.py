"""`sync_sites`: what sites/ says becomes Wagtail sites, columns, bodies and groups."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from msgspec.structs import replace
from wagtail.models import GroupPagePermission, Page, Site

from cms.bodies.models import Body
from cms.columns.models import Column, SiteHome, SiteIdentity
from cms.columns.sync import sync_sites
from sites.registry import load_sites

pytestmark = pytest.mark.django_db

TWO_SITES = tuple(
    replace(site, columns=tuple(each for each in site.columns if each.slug in ("zwgk", "gzdt")))
    for site in load_sites()[:2]
)
"""With fewer columns than they have."""


def test_makes_a_site_with_its_columns_body_and_group():
    """
    Each site gets a Wagtail site at its domain, its skeleton of columns, its host body and a group.
    """
    sync_sites(TWO_SITES)

    portal, water = TWO_SITES
    assert {site.hostname for site in Site.objects.all()} == {portal.domain, water.domain}
    assert Column.objects.filter(url_path="/portal/zwgk/tzgg/", live=True).exists()
    assert Body.objects.get(name=water.host_body).credit_code == water.host_credit_code
    assert Group.objects.filter(name=f"{water.name}编辑").exists()


def test_a_second_run_changes_nothing():
    """
    Nothing is saved again, so nothing comes into the feed.
    """
    sync_sites(TWO_SITES)

    assert sync_sites(TWO_SITES).lines == []


def test_a_column_that_editors_renamed_or_deleted_stays_so():
    """
    Columns are made once; afterwards they are the editors'.
    """
    sync_sites(TWO_SITES)
    renamed = Column.objects.get(url_path="/water/zwgk/tzgg/")
    renamed.slug, renamed.title = "gonggao", "公告公示"
    renamed.save_revision().publish()
    Column.objects.get(url_path="/water/gzdt/").delete()

    sync_sites(TWO_SITES)

    assert not Page.objects.filter(url_path__in=["/water/zwgk/tzgg/", "/water/gzdt/"]).exists()


def test_a_new_name_in_site_toml_reaches_the_site():
    """
    What site.toml says follows the file.
    """
    portal, water = TWO_SITES
    sync_sites(TWO_SITES)

    sync_sites((portal, replace(water, name="示例市水务和海洋局")))

    assert SiteHome.objects.get(slug="water").title == "示例市水务和海洋局"
    assert (
        SiteIdentity.objects.get(site__hostname=water.domain).config["name"] == "示例市水务和海洋局"
    )


def test_rights_that_were_changed_by_hand_are_put_back():
    """
    A group is what its role is: what somebody added goes, as do the rights of groups from before.
    """
    sync_sites(TWO_SITES)
    editors = Group.objects.get(name=f"{TWO_SITES[1].name}编辑")
    home = SiteHome.objects.get(slug="water")
    GroupPagePermission.objects.create(group=editors, page=home, permission_type="publish")

    lines = sync_sites(TWO_SITES).lines

    assert lines == [f"用户组“{editors.name}”的权限按规定更新。"]
    granted = editors.page_permissions.values_list("permission__codename", flat=True)
    assert set(granted) == {"add_page", "change_page"}


def test_managers_of_a_site_arrange_its_home_page_and_no_other(client):
    """
    The managers may change 首页设置 of their own site and 机构, which all sites share.
    """
    sync_sites(TWO_SITES)
    portal, water = (Site.objects.get(hostname=site.domain) for site in TWO_SITES)
    manager = get_user_model().objects.create_user("water-manager", password="示例密码")
    manager.groups.add(Group.objects.get(name=f"{TWO_SITES[1].name}网站管理员"))
    client.force_login(manager)

    def status(name: str, *arguments: object) -> int:
        return client.get(reverse(name, args=arguments)).status_code

    assert status("wagtailsettings:edit", "columns", "sitesettings", water.pk) == 200
    assert status("wagtailsettings:edit", "columns", "sitesettings", portal.pk) == 302
    assert status("wagtailsnippets_bodies_body:list") == 200

"""
Reading a folder of sites that is as it should be.
"""

from __future__ import annotations

import pytest

from sites import ColumnType, load_sites
from tests.sites.conftest import PORTAL, WATER, Cluster

COLUMN = """
[[columns]]
path = "tzgg/ts"
title = "停水通知"
column_type = "通知公告"
description = "计划停水和临时停水"
keywords = ["停水"]
update_window_days = 30
"""


def test_a_site_is_what_its_file_says(cluster: Cluster) -> None:
    """
    Facts come from site.toml, the slug from the folder's name.
    """
    water = load_sites(cluster())[1]

    assert (water.slug, water.name, water.domain) == (
        "water",
        "示例市水务局",
        "slj.example.gov.cn",
    )
    assert water.contact.email == "zfbgs@example.gov.cn"
    assert water.logo_path.read_text("utf-8") == "<svg/>"


def test_the_portal_comes_first_and_then_the_positions(cluster: Cluster) -> None:
    """
    The order of the cluster is the same on every machine.
    """
    early = WATER.replace("水务局", "财政局").replace("slj.", "czj.").replace("000002", "000003")
    folder = cluster(
        finance=early, water=WATER.replace("position = 0", "position = 1"), portal=PORTAL
    )

    assert [site.slug for site in load_sites(folder)] == ["portal", "finance", "water"]


def test_a_site_begins_with_the_skeleton_of_its_type_and_its_own_columns(
    cluster: Cluster,
) -> None:
    """
    What site.toml adds comes after what the skeleton has, below the column it names.
    """
    water = load_sites(cluster(water=WATER + COLUMN))[1]

    assert [column.path for column in water.columns] == ["tzgg", "zwfw"]
    (added,) = water.columns[0].children
    assert (added.path, added.slug, added.update_window_days) == ("tzgg/ts", "ts", 30)


def test_a_column_of_a_switched_off_service_does_not_exist(cluster: Cluster) -> None:
    """
    A department without outward services has no empty column for them.
    """
    folder = cluster(water=WATER.replace("services = true", "services = false"))

    assert [column.path for column in load_sites(folder)[1].columns] == ["tzgg"]


def test_a_column_without_a_window_takes_that_of_its_type(cluster: Cluster) -> None:
    """
    通知公告 must have something new within 180 days; 政务服务 has no window and need not.
    """
    notices, services = load_sites(cluster())[1].columns

    assert (notices.update_window_days, notices.must_update) == (180, True)
    assert (services.update_window_days, services.must_update) == (None, False)


@pytest.mark.parametrize(
    ("column_type", "days"),
    [
        (ColumnType.NEWS, 14),
        (ColumnType.NOTICE, 180),
        (ColumnType.POLICY_DOCUMENT, 180),
        (ColumnType.INTERPRETATION, 180),
        (ColumnType.PLAN, 365),
        (ColumnType.PERSONNEL, 365),
        (ColumnType.OVERVIEW, None),
    ],
)
def test_update_windows_are_those_of_the_inspection(
    column_type: ColumnType, days: int | None
) -> None:
    """
    国办秘函〔2019〕19号: two weeks for news, half a year for notices and policy, a year for plans.
    """
    assert column_type.update_window_days == days


def test_the_index_number_begins_with_the_organisation_code(cluster: Cluster) -> None:
    """
    Characters 9 to 17 of the 统一社会信用代码.
    """
    assert load_sites(cluster())[0].index_number_prefix == "999900011"


def test_the_sample_city_is_in_order() -> None:
    """
    The project's own sites load: a portal, six departments, no more columns than one can keep up.
    """
    portal, *departments = load_sites()

    assert portal.is_portal
    assert len(departments) == 6
    assert len({site.main_color for site in (portal, *departments)}) == 7
    assert {site.site_id_code[:4] for site in (portal, *departments)} == {"9999"}

"""
The map of a site names its columns.
"""

from __future__ import annotations

import re

from tests.helpers import column, site


def test_the_site_map_names_columns_of_every_depth(built):
    """
    A column stands after the one it belongs to, however deep it is; hidden ones do not stand there.
    """
    output = built(
        site(),
        column(10, "zwgk", title="政务公开"),
        column(11, "zcwj", title="政策文件", parent=10),
        column(12, "gfxwj", title="规范性文件", parent=11),
        column(13, "tzgg", title="通知公告", parent=10),
        column(14, "ceshi", title="测试", parent=10, is_hidden=True),
        only=["site_map"],
    )

    page = (output / "portal" / "sitemap.html").read_text(encoding="utf-8")
    assert re.findall("政务公开|政策文件|规范性文件|通知公告|测试", page.split("<main")[1]) == [
        "政务公开",
        "政策文件",
        "规范性文件",
        "通知公告",
    ]

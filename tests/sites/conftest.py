"""
A cluster of two sites in a temporary folder, for tests to put a fault into.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sites import SitesError, load_sites

PORTAL = """
name = "示例市人民政府门户网站"
short_name = "示例市政府"
type = "portal"
position = 0
domain = "www.example.gov.cn"
site_id_code = "9999000001"
description = "示例市人民政府门户网站"
keywords = ["示例市"]
host_body = "示例市人民政府"
operating_body = "示例市人民政府办公室"
host_credit_code = "119999009999000117"
icp_number = "示ICP备99990001号-1"
police_number = "示公网安备99990002000001号"
error_report_url = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=9999000001"
conac_url = "https://bszs.conac.cn/sitename?method=show&id=99990000000001"
main_color = "#1f5fa8"
logo = "logo.svg"
indicators = "gb_2019_19"
services = true
interaction = true

[contact]
phone = "0999-99990001"
email = "zfbgs@example.gov.cn"
address = "示例市中心区人民路1号"
postcode = "999900"
hours = "工作日 9:00—17:30"
"""

WATER = (
    PORTAL.replace("示例市人民政府门户网站", "示例市水务局")
    .replace('"portal"', '"department"')
    .replace("www.example", "slj.example")
    .replace('"9999000001"', '"9999000002"')
)

SKELETONS = """
[[portal]]
path = "zwgk"
title = "政务公开"
column_type = "政府信息公开"
description = "主动公开的政府信息"
keywords = ["公开"]

[[department]]
path = "tzgg"
title = "通知公告"
column_type = "通知公告"
description = "通知和公告"
keywords = ["通知"]

[[department]]
path = "zwfw"
title = "政务服务"
column_type = "政务服务"
description = "办事提示"
keywords = ["办事"]
requires = "services"
"""

Cluster = Callable[..., Path]


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    """
    Writes the folder `sites`; a keyword gives another text for the site of that name.
    """

    def write(skeletons: str = SKELETONS, **texts: str) -> Path:
        folder = tmp_path / "sites"
        for slug, text in {"portal": PORTAL, "water": WATER, **texts}.items():
            (folder / slug).mkdir(parents=True)
            (folder / slug / "site.toml").write_text(text, "utf-8")
            (folder / slug / "logo.svg").write_text("<svg/>", "utf-8")
        (folder / "skeletons.toml").write_text(skeletons, "utf-8")
        return folder

    return write


def faults(folder: Path) -> list[str]:
    """The sentences with which a folder of sites is refused."""
    with pytest.raises(SitesError) as refusal:
        load_sites(folder)
    return list(refusal.value.faults)

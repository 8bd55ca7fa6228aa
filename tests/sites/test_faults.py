"""
What is wrong in site.toml is said in one sentence: file, key, what is wrong, what to do.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sites import SitesError, load_sites
from tests.sites.conftest import PORTAL, SKELETONS, WATER, Cluster, faults


@pytest.mark.parametrize(
    ("line", "written", "sentence"),
    [
        (
            'site_id_code = "9999000002"',
            'site_id_code = "999900002"',
            "site_id_code 有 9 位，应为 10 位。请在全国政府网站信息报送系统中核对。",
        ),
        (
            'site_id_code = "9999000002"',
            'site_id_code = "99990000O2"',
            "site_id_code 是“99990000O2”，应为 10 位数字，或 bm 加 8 位数字，或一个大写字母加 9 位数字。"
            "请在全国政府网站信息报送系统中核对。",
        ),
        (
            'domain = "slj.example.gov.cn"',
            'domain = "slj.example.com"',
            "domain 是“slj.example.com”，部门网站的域名应形如 部门.地名.gov.cn，全用小写。"
            "请按国办函〔2018〕55号改正。",
        ),
        (
            'domain = "slj.example.gov.cn"',
            'domain = "slj.other.gov.cn"',
            "domain“slj.other.gov.cn”不是门户网站域名的下级。请改用以 .example.gov.cn 结尾的域名。",
        ),
        (
            'host_credit_code = "119999009999000117"',
            'host_credit_code = "119999009999000118"',
            "host_credit_code “119999009999000118”不是正确的统一社会信用代码（18 位，末位为校验码）。"
            "请对照机构的证书核对。",
        ),
        (
            'icp_number = "示ICP备99990001号-1"',
            'icp_number = "ICP99990001"',
            "icp_number 是“ICP99990001”，应形如 京ICP备12345678号-1。请在工业和信息化部备案系统中核对。",
        ),
        (
            'police_number = "示公网安备99990002000001号"',
            'police_number = "示公网安备9999000200001号"',
            "police_number 是“示公网安备9999000200001号”，应形如 京公网安备11010102000001号"
            "（14 位数字）。请在公安备案平台中核对。",
        ),
        (
            'conac_url = "https://bszs.conac.cn',
            'conac_url = "https://conac.example.com',
            "conac_url 是“https://conac.example.com/sitename?method=show&id=99990000000001”，"
            "应为 bszs.conac.cn、dcs.conac.cn 上的网址。请从该系统中复制本网站的网址。",
        ),
        (
            'main_color = "#1f5fa8"',
            'main_color = "blue"',
            "main_color 是“blue”，应为井号加六位十六进制数，如 #1f5fa8。请改正。",
        ),
        (
            'main_color = "#1f5fa8"',
            'main_color = "#3fa9f5"',
            "main_color “#3fa9f5”与白色的对比度是 2.56，应不低于 4.5。"
            "同一色相中最接近的可用颜色是 #0b7aca，请改用它。",
        ),
        (
            'logo = "logo.svg"',
            'logo = "mark.svg"',
            "logo 所指的文件“mark.svg”不存在。请把它放进 sites/water/，或改正文件名。",
        ),
        (
            'logo = "logo.svg"',
            'logo = "../portal/logo.svg"',
            "logo 是“../portal/logo.svg”，应为同一文件夹里的 SVG 或 PNG 文件名。请改正。",
        ),
        (
            'indicators = "gb_2019_19"',
            'indicators = "国办2019"',
            "indicators 是“国办2019”，应为指标体系的名称，如 gb_2019_19。请改正。",
        ),
        (
            "services = true",
            'services = "yes"',
            "services 是“yes”，应为布尔值 true 或 false。请改正。",
        ),
        (
            'type = "department"',
            'type = "bureau"',
            "type 是“bureau”，应为以下之一：department、portal。请改正。",
        ),
        ('host_body = "示例市人民政府"', 'host_body = ""', "host_body 是空的。请填写这一项。"),
        ("services = true\n", "", "缺少 services。请补上这一项。"),
        ('postcode = "999900"\n', "", "缺少 contact.postcode。请补上这一项。"),
        (
            "interaction = true",
            "interaction = true\nmain_colour = 1",
            "没有 main_colour 这一项。请改为 main_color，或删去它。",
        ),
        (
            "interaction = true",
            "interaction = true\nxyzzy = 1",
            "没有 xyzzy 这一项。请删去它。",
        ),
    ],
)
def test_a_fault_is_one_sentence_with_place_and_remedy(
    cluster: Cluster, line: str, written: str, sentence: str
) -> None:
    """
    The operator reads which file and key, what is wrong with it, and what to do.
    """
    assert line in WATER

    found = faults(cluster(water=WATER.replace(line, written)))

    assert found == [f"sites/water/site.toml：{sentence}"]


def test_every_fault_is_named_at_once(cluster: Cluster) -> None:
    """
    Nobody has to correct one line only to be told of the next.
    """
    text = WATER.replace('"9999000002"', '"99"').replace('"#1f5fa8"', '"blue"')

    assert len(faults(cluster(water=text))) == 2


def test_two_sites_cannot_share_a_domain_code_or_name(cluster: Cluster) -> None:
    """
    Each doubled value is reported at the second site, naming the first.
    """
    twin = WATER.replace("水务局", "第二水务局", 1)

    assert faults(cluster(water2=twin)) == [
        "sites/water2/site.toml：domain“slj.example.gov.cn”与 sites/water/site.toml 相同。"
        "请改正其中一个。",
        "sites/water2/site.toml：site_id_code“9999000002”与 sites/water/site.toml 相同。"
        "请改正其中一个。",
    ]


def test_a_cluster_has_a_portal(cluster: Cluster) -> None:
    """
    Without one, the departments would have nowhere to lead to.
    """
    folder = cluster(portal=PORTAL.replace('"portal"', '"department"'))

    assert faults(folder) == ["sites：没有门户网站。请把其中一个 site.toml 的 type 写成 portal。"]


def test_a_cluster_has_one_portal(cluster: Cluster) -> None:
    """
    The second one is told where the first is.
    """
    second = PORTAL.replace("example", "sample").replace("000001", "000009").replace("示例", "样例")

    assert faults(cluster(second=second))[0] == (
        "sites/second/site.toml：type 是 portal，但 sites/portal/site.toml 已是门户网站。"
        "请把其中一个改为 department。"
    )


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        (
            'path = "bmxx/sz"',
            "栏目 bmxx/sz 的上级 bmxx 不存在。请先写上级栏目，或改正 path。",
        ),
        ('path = "tzgg"', "栏目 tzgg 写了两次。请删去一个，或换一个 path。"),
        (
            'path = "水质"',
            "栏目“水质”的 path 是“水质”，只能用小写字母、数字和连字符，以斜杠分级。请改用拼音首字母。",
        ),
        ('path = "search"', "栏目“水质”的 path“search”是系统保留的。请换一个名称。"),
    ],
)
def test_a_faulty_column_is_refused(cluster: Cluster, column: str, sentence: str) -> None:
    """
    A column stands below one that exists, once, at an address that can be typed.
    """
    added = f"""
[[columns]]
{column}
title = "水质"
column_type = "统计数据"
description = "水质监测结果"
keywords = ["水质"]
"""

    assert faults(cluster(water=WATER + added)) == [f"sites/water/site.toml：{sentence}"]


def test_a_faulty_skeleton_is_reported_at_its_own_file(cluster: Cluster) -> None:
    """
    A fault of the skeleton is not blamed on each site.
    """
    folder = cluster(skeletons=SKELETONS.replace('path = "tzgg"', 'path = "a/tzgg"'))

    assert (
        "sites/skeletons.toml：栏目 a/tzgg 的上级 a 不存在。请先写上级栏目，或改正 path。"
        in faults(folder)
    )


def test_a_file_that_is_not_toml_is_refused_with_the_line(cluster: Cluster) -> None:
    """
    The parser's line and column are in the sentence.
    """
    (found,) = faults(cluster(water="name = 示例市水务局\n"))

    assert found.startswith("sites/water/site.toml：不是正确的 TOML（")
    assert "line 1" in found


def test_a_file_in_another_encoding_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    """
    GBK is named as not being UTF-8, with the first byte that is not.
    """
    folder = cluster()
    (folder / "water" / "site.toml").write_bytes('name = "水务局"'.encode("gbk"))

    assert faults(folder) == [
        "sites/water/site.toml：第 11 个字节起不是 UTF-8 编码。请把文件另存为 UTF-8。"
    ]


def test_a_command_ends_with_the_status_for_wrong_use(cluster: Cluster) -> None:
    """
    Commands that show the faults exit with 2.
    """
    with pytest.raises(SitesError) as refusal:
        load_sites(cluster(water=""))

    assert refusal.value.exit_status == 2
    assert str(refusal.value) == "\n".join(refusal.value.faults)

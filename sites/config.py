"""
The shape of a site as everybody reads it: frozen, complete, already validated.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal

from msgspec import Struct

from sites.colors import Palette, palette

SiteType = Literal["portal", "department"]
Switch = Literal["services", "interaction"]


class ColumnType(StrEnum):
    """
    栏目类别, printed as the `ColumnType` meta tag (国办发〔2017〕47号, annex part three).
    """

    OVERVIEW = "概况信息"
    LEADERS = "负责人信息"
    FUNCTIONS = "机构职能"
    NEWS = "工作动态"
    NOTICE = "通知公告"
    POLICY_DOCUMENT = "政策文件"
    INTERPRETATION = "政策解读"
    PLAN = "规划计划"
    FINANCE = "财政信息"
    PERSONNEL = "人事信息"
    STATISTICS = "统计数据"
    WORK_REPORT = "工作报告"
    DISCLOSURE = "政府信息公开"
    SERVICE = "政务服务"
    INTERACTION = "互动交流"
    TOPIC = "专题专栏"
    OTHER = "其他"

    @property
    def update_window_days(self) -> int | None:
        """
        Within how many days such a column must have something new; None where no standard says so.
        """
        return _UPDATE_WINDOWS.get(self)


_UPDATE_WINDOWS = {
    ColumnType.NEWS: 14,
    ColumnType.NOTICE: 180,
    ColumnType.POLICY_DOCUMENT: 180,
    ColumnType.INTERPRETATION: 180,
    ColumnType.STATISTICS: 90,
    ColumnType.PLAN: 365,
    ColumnType.PERSONNEL: 365,
}


class Contact(Struct, frozen=True, kw_only=True):
    """联系方式 of the host body, every part of it given."""

    phone: str
    email: str
    address: str
    postcode: str
    hours: str


class ColumnSkeleton(Struct, frozen=True, kw_only=True):
    """
    A column that a site begins with; the editors may change it in the cms afterwards.
    """

    path: str
    """Slugs from the top, ``zwgk/tzgg``: pinyin initials of the titles."""
    title: str
    column_type: ColumnType
    description: str
    keywords: tuple[str, ...]
    update_window_days: int | None
    must_update: bool
    is_hidden: bool
    in_navigation: bool
    requires: Switch | None
    children: tuple[ColumnSkeleton, ...]

    @property
    def slug(self) -> str:
        """The last part of `path`."""
        return self.path.rpartition("/")[2]


class SiteFacts(Struct, frozen=True, kw_only=True):
    """
    What the keys of site.toml say, apart from the columns it adds.
    """

    name: str
    short_name: str
    type: SiteType
    domain: str
    site_id_code: str
    host_body: str
    operating_body: str
    host_credit_code: str
    """统一社会信用代码 of the host body."""
    icp_number: str
    police_number: str
    error_report_url: str
    conac_url: str
    contact: Contact
    main_color: str
    logo: str
    indicators: str
    services: bool
    interaction: bool
    description: str
    keywords: tuple[str, ...]
    position: int

    @property
    def is_portal(self) -> bool:
        """Whether this is the cluster's 门户网站."""
        return self.type == "portal"

    @property
    def colors(self) -> Palette:
        """The main colour and those derived from it."""
        return palette(self.main_color)

    @property
    def index_number_prefix(self) -> str:
        """The first nine characters of 索引号: the organisation code inside the credit code."""
        return self.host_credit_code[8:17]


class SiteConfig(SiteFacts, frozen=True, kw_only=True):
    """
    A site of the cluster: its facts, and the columns it begins with.
    """

    slug: str
    """The name of its folder."""
    folder: Path
    columns: tuple[ColumnSkeleton, ...]

    @property
    def logo_path(self) -> Path:
        """The logo's file."""
        return self.folder / self.logo

"""
示例市: the same sites, number of items, seed and day give the same city, to the last byte.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from cms.demo.bodies import further_bodies
from cms.demo.brief import Archive, Brief, Draft
from cms.demo.calendar import working_day, working_time
from cms.demo.genres import (
    figures,
    finance,
    gazette,
    institutions,
    interpretations,
    interviews,
    news,
    notices,
    plans,
    policies,
    service,
    standing,
)
from cms.demo.genres import (
    topics as gathered,
)
from cms.demo.items import City, HomeSpec, Item
from cms.demo.phrasebook import topics
from cms.demo.pictures import plan_pictures
from cms.demo.schedule import Slot, leaves, schedule
from sites.config import ColumnType, SiteConfig

Composer = Callable[[Brief], Draft]

_BY_SLUG: dict[str, Composer] = {
    "bmdt": news.reprint,
    "gwyxx": news.study,
    "gwywj": policies.forwarded,
    "gfxwj": policies.normative,
    "flfg": policies.law,
    "gkzn": standing.guide,
    "gybz": standing.about,
    "gknb": standing.annual_report,
    "zfcg": finance.procurement,
    "zfgb": gazette.issue,
    "zxft": interviews.interview,
}
_BY_TYPE: dict[ColumnType, Composer] = {
    ColumnType.OVERVIEW: standing.overview,
    ColumnType.LEADERS: institutions.leader,
    ColumnType.FUNCTIONS: institutions.functions,
    ColumnType.NEWS: news.news,
    ColumnType.NOTICE: notices.notice,
    ColumnType.POLICY_DOCUMENT: policies.ordinary,
    ColumnType.INTERPRETATION: interpretations.interpretation,
    ColumnType.PLAN: plans.plan,
    ColumnType.FINANCE: finance.finance,
    ColumnType.PERSONNEL: standing.personnel,
    ColumnType.STATISTICS: figures.statistics,
    ColumnType.WORK_REPORT: plans.work_report,
    ColumnType.DISCLOSURE: notices.notice,
    ColumnType.SERVICE: service.service_hint,
    ColumnType.INTERACTION: service.consultation,
    ColumnType.TOPIC: gathered.topic,
    ColumnType.OTHER: notices.notice,
}
_ALSO_ON_PORTAL = {
    "gzdt": ("ywdt/bmdt", 0.12),
    "tzgg": ("zwgk/tzgg", 0.1),
    "qtwj": ("zwgk/zcwj/qtwj", 0.12),
}
_PINNED_DAYS, _UPDATED = 60, 0.05
_HOME_BLOCKS = (
    ("list", "ywdt/bsyw", 8), ("list", "gzdt", 8), ("list", "zwgk/tzgg", 6),
    ("documents", "zwgk/zcwj/gfxwj", 4), ("links", "", 6), ("list", "zwgk/zcjd", 6),
    ("list", "zwgk/zcwj/qtwj", 6), ("topics", "ztzl", 4), ("list", "zwfw/bsts", 6),
    ("list", "hdjl/yjzj", 6), ("data", "zwgk/tjsj", 6), ("leaders", "ldzc", 6),
)  # fmt: skip
_LINKS = (
    ("办事提示", "zwfw/bsts"), ("政策文件", "zwgk/zcwj/gfxwj"), ("通知公告", "zwgk/tzgg"),
    ("意见征集", "hdjl/yjzj"), ("公开指南", "zwgk/gkzn"), ("机构职能", "jgzn"),
    ("示例地图", "https://map.example.org/"),
)  # fmt: skip
_TRADITIONAL = ("portal", "water")
"""Sites that have 繁體版."""


def compose_city(sites: tuple[SiteConfig, ...], items: int, seed: int, as_of: date) -> City:
    """The city as it stands on the morning of `as_of`."""
    rng = Random(seed)
    archive = Archive()
    for picture in plan_pictures(sites, rng):
        archive.pictures.setdefault(picture.site, []).append(picture)
    for key, slot in enumerate(schedule(sites, items, as_of, rng), 1):
        item = _compose(key, slot, sites, as_of, rng, archive)
        archive.items.append(item)
        archive.titles.add((item.site, item.column, item.title))
    return City(
        as_of=as_of,
        bodies=further_bodies(sites),
        pictures=tuple(spec for specs in archive.pictures.values() for spec in specs),
        files=tuple(archive.files),
        items=tuple(archive.items),
        homes=tuple(_home(site, archive.items) for site in sites),
    )


def _compose(
    key: int, slot: Slot, sites: tuple[SiteConfig, ...], as_of: date, rng: Random, archive: Archive
) -> Item:
    site, column = slot.site, slot.column
    brief = Brief(
        key=key, site=site, column=column, published_at=slot.published_at, place=slot.place,
        as_of=as_of, topic=rng.choice(topics(site.slug)), rng=rng, archive=archive, cluster=sites,
    )  # fmt: skip
    draft = (_BY_SLUG.get(column.slug) or _BY_TYPE[column.column_type])(brief)
    return Item(
        key=key,
        site=site.slug,
        column=column.path,
        published_at=slot.published_at,
        title=draft.title,
        parts=draft.parts,
        body=draft.body or site.host_body,
        summary=draft.summary[:200],
        subtitle=draft.subtitle,
        keywords=draft.keywords,
        source=draft.source,
        author=draft.author,
        editor=rng.choice(("示例甲", "示例乙", "示例丙")),
        updated_at=None if draft.reprints else _updated(brief),
        picture=draft.picture,
        attachments=draft.attachments,
        also_in=() if draft.reprints else _also_in(brief),
        reprints=draft.reprints,
        pinned_until=_pinned(brief),
        document=draft.document,
        explains=draft.explains,
        leader=draft.leader,
        describes=draft.describes,
        figures=draft.figures,
        topic=draft.gathers,
        standing=draft.standing,
        issue=draft.issue,
        talk=draft.talk,
    )


def _updated(brief: Brief) -> datetime | None:
    day = working_day(brief.day + timedelta(days=brief.rng.randint(4, 9)))
    if brief.rng.random() >= _UPDATED or day >= brief.as_of:
        return None
    return working_time(day, brief.rng)


def _also_in(brief: Brief) -> tuple[tuple[str, str], ...]:
    """The portal's column that shows some of a department's items too, always the newest."""
    column, chance = _ALSO_ON_PORTAL.get(brief.column.slug, ("", 0.0))
    portal = brief.cluster[0]
    if brief.site.is_portal or not portal.is_portal:
        return ()
    if brief.place and brief.rng.random() >= chance:
        return ()
    known = {leaf.path for leaf in leaves(portal.columns)}
    return ((portal.slug, column),) if column in known else ()


def _pinned(brief: Brief) -> date | None:
    """The third newest notice of each site stands above the newer ones for a while."""
    if brief.column.column_type is not ColumnType.NOTICE or brief.place != 2:
        return None
    return brief.as_of + timedelta(days=_PINNED_DAYS)


def _home(site: SiteConfig, items: list[Item]) -> HomeSpec:
    known = {leaf.path for leaf in leaves(site.columns)}
    blocks = [each for each in _HOME_BLOCKS if each[1] in known or not each[1]]
    news = blocks[0][1] if blocks else ""
    own = [item for item in items if item.site == site.slug and item.column == news]
    return HomeSpec(
        site=site.slug,
        headline=max(own, key=lambda item: item.published_at).key if own else None,
        hot_words=tuple(topic.name for topic in topics(site.slug)[:5]),
        notice="本网站为演示站点，全部内容均为虚构。",
        blocks=tuple(blocks),
        links=tuple(each for each in _LINKS if each[1] in known or each[1].startswith("https:")),
        has_traditional=site.slug in _TRADITIONAL,
    )

"""A site: Wagtail's own row, and what `site.toml` says of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from wagtail.models import Site

from cms.columns.models import Column, Redirect, SiteHome, SiteIdentity, SiteSettings
from cms.core.identity import record_ids
from cms.core.triggers import Watched
from cms.feed.fields import Made, closed
from cms.feed.kind import Kind
from cms.feed.pages import PICTURES
from cms.feed.references import SITES
from cms.feed.sources import Outcome, Record, TableSource, Touch
from cms.feed.tree import Tree

_TEXT = {"type": "string"}
_FLAG = {"type": "boolean"}
_WORDS = {"type": "array", "items": _TEXT}
CONTACT = ("phone", "email", "address", "postcode", "hours")

SITE = Kind(
    "site",
    fields=[
        Made("slug", shape=_TEXT, card=True),
        Made("name", shape=_TEXT, card=True),
        Made("short_name", shape=_TEXT, card=True),
        Made("type", shape={"type": "string", "enum": ["portal", "department"]}, card=True),
        Made("domain", shape=_TEXT, card=True),
        Made("site_id_code", shape=_TEXT),
        Made("host_body", shape=_TEXT),
        Made("operating_body", shape=_TEXT),
        Made("icp_number", shape=_TEXT),
        Made("police_number", shape=_TEXT),
        Made("error_report_url", shape=_TEXT),
        Made("conac_url", shape=_TEXT),
        Made("contact", shape=closed(dict.fromkeys(CONTACT, _TEXT))),
        Made("main_color", shape=_TEXT),
        Made("logo", shape={"type": ["integer", "null"]}),
        Made("description", shape=_TEXT),
        Made("keywords", shape=_WORDS),
        Made("has_services", shape=_FLAG),
        Made("has_interaction", shape=_FLAG),
        Made("position", shape={"type": "integer"}, card=True),
    ],
    example_id=1,
    example={
        "slug": "portal",
        "name": "示例市人民政府门户网站",
        "short_name": "示例市政府",
        "type": "portal",
        "domain": "www.example.gov.cn",
        "site_id_code": "9999000001",
        "host_body": "示例市人民政府",
        "operating_body": "示例市人民政府办公室",
        "icp_number": "示ICP备99990001号-1",
        "police_number": "示公网安备99990002000001号",
        "error_report_url": "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=9999000001",
        "conac_url": "",
        "contact": {
            "phone": "0999-99990001",
            "email": "zfbgs@example.gov.cn",
            "address": "示例市中心区人民路1号",
            "postcode": "999900",
            "hours": "工作日 9:00—12:00，13:30—17:30",
        },
        "main_color": "#1f5fa8",
        "logo": None,
        "description": "示例市人民政府门户网站，发布政府信息，提供政务服务，回应社会关切",
        "keywords": ["示例市", "政务公开"],
        "has_services": True,
        "has_interaction": True,
        "position": 0,
    },
)

_EMPTY: dict[str, Any] = {
    **{each.name: "" for each in SITE.fields},
    "type": "department",
    "contact": dict.fromkeys(CONTACT, ""),
    "main_color": "#1f5fa8",
    "logo": None,
    "keywords": [],
    "has_services": False,
    "has_interaction": False,
    "position": 0,
}


class SiteSource(TableSource):
    """Rows of `wagtailcore_site` whose root page is a public `SiteHome`."""

    name = "site"
    table = SITES
    kinds = ("site",)
    watched = (Watched(SITES), Watched("columns_siteidentity", key="site_id"))
    model = Site

    def records(self, keys: Collection[int], tree: Tree, kinds: Collection[str]) -> list[Record]:
        """See `Source`."""
        homes = {place.id for place in tree.places.values() if place.is_home}
        ids = record_ids(SITES, keys)
        identities = {each.site_id: each for each in SiteIdentity.objects.filter(site__in=keys)}
        homes_by_key = SiteHome.objects.in_bulk()
        return [
            _record(site, ids[site.pk], homes_by_key[site.root_page_id], identities.get(site.pk))
            for site in Site.objects.filter(pk__in=keys)
            if ids[site.pk] in homes
        ]

    def consequences(self, outcome: Outcome, tree: Tree) -> Iterable[Touch]:
        """A site that came, went or has another root page takes its columns and settings with it."""
        columns = Column.objects.values_list("pk", flat=True)
        settings = SiteSettings.objects.filter(site__in=outcome.keys).values_list("pk", flat=True)
        redirects = Redirect.objects.filter(site__in=outcome.keys).values_list("pk", flat=True)
        yield from (Touch("page", key) for key in columns)
        yield from (Touch("setting", key) for key in settings)
        yield from (Touch("redirect", key) for key in redirects)


def _record(site: Site, number: int, home: SiteHome, identity: SiteIdentity | None) -> Record:
    """A site that `sync_sites` has not seen has no more than a name and a domain."""
    config = identity.config if identity else {}
    logo = None
    if identity and identity.logo_id:
        logo = record_ids(PICTURES, [identity.logo_id])[identity.logo_id]
    name = site.site_name or home.title
    known = {"name": name, "short_name": name, "domain": site.hostname, **config}
    data = SITE.ordered({**_EMPTY, **known, "slug": home.slug, "logo": logo})
    return Record("site", number, data, frozenset({logo} if logo else ()))


SOURCE = SiteSource()

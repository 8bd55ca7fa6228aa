"""
Where records go: the site and the column named on the command line.
"""

from __future__ import annotations

from cms.columns.models import Column, SiteHome

from .errors import PlaceRefused


def find_column(site: str, path: str) -> Column:
    """
    The column at `path` (``zwgk/zcwj``) of the site with the folder name `site`; PlaceRefused if none.
    """
    home = SiteHome.objects.filter(slug=site, depth=2).first()
    if home is None:
        known = "、".join(SiteHome.objects.order_by("path").values_list("slug", flat=True))
        raise PlaceRefused(
            f"--site {site}：没有这个网站，现有：{known or '无'}。请改正，或先运行 manage.py sync_sites。"
        )
    slugs = path.strip("/")
    column = Column.objects.filter(url_path=f"{home.url_path}{slugs}/").first()
    if column is None:
        raise PlaceRefused(
            f"--column {path}：网站 {site} 没有这个栏目。请用栏目路径，例如 zwgk/zcwj。"
        )
    return column

"""
网页标签 of 《政府网站发展指引》 annex part three: which page must carry which, and what stands there by mistake.
"""

from __future__ import annotations

from link_checker.facts import PageKind

SITE = {"sitename": "SiteName", "sitedomain": "SiteDomain", "siteidcode": "SiteIDCode"}
COLUMN = {
    "columnname": "ColumnName",
    "columndescription": "ColumnDescription",
    "columnkeywords": "ColumnKeywords",
    "columntype": "ColumnType",
}
CONTENT = {
    "columnname": "ColumnName",
    "columntype": "ColumnType",
    "articletitle": "ArticleTitle",
    "pubdate": "PubDate",
    "contentsource": "ContentSource",
}
OF_KIND: dict[PageKind, dict[str, str]] = {"home": {}, "column": COLUMN, "content": CONTENT}
"""What a kind of page must carry beside the tags of the site: key → name as printed."""

CHINESE = {
    "sitename": ("网站名称", "站点名称"),
    "sitedomain": ("网站域名", "站点域名"),
    "siteidcode": ("政府网站标识码", "网站标识码"),
    "columnname": ("栏目名称",),
    "columndescription": ("栏目描述", "描述"),
    "columnkeywords": ("栏目关键词", "关键词", "关键字"),
    "columntype": ("栏目类别", "栏目类型"),
    "articletitle": ("文章标题", "标题"),
    "pubdate": ("发布时间", "发布日期"),
    "contentsource": ("来源", "信息来源"),
    "keywords": ("关键词", "关键字"),
    "description": ("摘要", "描述"),
    "author": ("作者",),
}
"""Chinese names of each tag, the printed one first: as a value each is a placeholder."""

PRINTED = {
    **SITE,
    **COLUMN,
    **CONTENT,
    "keywords": "Keywords",
    "description": "Description",
    "author": "Author",
}
"""Key → name as printed, for every tag we know."""

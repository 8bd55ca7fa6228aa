"""
Composes feeds for tests: each record with only what matters spelled out, the rest as an editor would
leave it.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from fnmatch import fnmatch
from itertools import count
from pathlib import Path
from typing import Any

Record = dict[str, Any]

CLUSTER = "00000000-0000-4000-8000-000000000001/1"


def files_below(folder: Path, pattern: str = "*") -> list[Path]:
    """Every file of a site whose name fits, wherever its folders lie, in order."""
    return [
        Path(above) / name
        for above, _, names in sorted(os.walk(folder, followlinks=True))
        for name in sorted(names)
        if fnmatch(name, pattern)
    ]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a site by its path; what says when it was released is left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files_below(folder)
        if path.name != "release.json"
    }


def put(kind: str, number: int, /, revision: int = 1, **data: Any) -> Record:
    """A put line."""
    return {"op": "put", "kind": kind, "id": number, "revision": revision, "data": data}


def drop(kind: str, number: int) -> Record:
    """A drop line."""
    return {"op": "drop", "kind": kind, "id": number}


def site(number: int = 1, slug: str = "portal", **data: Any) -> Record:
    """A site, the portal unless said otherwise."""
    known = {
        "slug": slug,
        "name": "示例市人民政府门户网站" if slug == "portal" else f"示例市{slug}局",
        "short_name": slug,
        "type": "portal" if slug == "portal" else "department",
        "domain": f"{'www' if slug == 'portal' else slug}.example.gov.cn",
        "site_id_code": f"99990000{number:02}",
        "host_body": "示例市人民政府",
        "operating_body": "示例市人民政府办公室",
        "icp_number": "示ICP备99990001号-1",
        "police_number": "示公网安备99990002000001号",
        "error_report_url": "",
        "conac_url": "",
        "contact": dict.fromkeys(("phone", "email", "address", "postcode", "hours"), ""),
        "main_color": "#1f5fa8",
        "logo": None,
        "description": "",
        "keywords": [],
        "has_services": False,
        "has_interaction": False,
        "position": number,
    }
    return put("site", number, **known | data)


def setting(number: int, site: int = 1, **data: Any) -> Record:
    """What a site's manager has set: nothing, unless said."""
    known = {
        "site": site,
        "headline": None,
        "hot_words": [],
        "blocks": [],
        "links": [],
        "notice": "",
        "is_grey": False,
        "emergency": "",
        "emergency_text": "",
        "emergency_page": None,
        "has_traditional": False,
        "protected_words": [],
    }
    return put("setting", number, **known | data)


def column(number: int, slug: str, site: int = 1, parent: int | None = None, **data: Any) -> Record:
    """A column at the root of its site, or under `parent`."""
    known = {
        "site": site,
        "parent": parent,
        "slug": slug,
        "former": [],
        "title": f"栏目{slug}",
        "description": "",
        "keywords": [],
        "column_type": "通知公告",
        "must_update": False,
        "update_window_days": None,
        "is_hidden": False,
        "in_navigation": True,
        "position": number,
    }
    return put("column", number, **known | data)


_ARTICLE = {
    "subtitle": "",
    "summary": "",
    "keywords": [],
    "body": "<p>正文。</p>",
    "content_source": "示例市人民政府办公室",
    "issuing_body": None,
    "author": "",
    "editor": "",
    "published_at": "2026-03-01T09:30:00+08:00",
    "updated_at": None,
    "correction": "",
    "corrected_on": None,
    "is_imported": False,
    "is_body_missing": False,
    "link_url": "",
    "picture": None,
    "attachments": [],
}
_POLICY_DOCUMENT = {
    **{key: value for key, value in _ARTICLE.items() if key not in ("subtitle", "picture")},
    "index_number": "",
    "document_number": "",
    "issued_on": None,
    "effective_on": None,
    "subject": "",
    "genre": "",
    "validity": None,
    "amended_on": None,
    "repealed_on": None,
    "expires_on": None,
    "validity_basis": "",
    "changes": [],
}
_INTERPRETATION = {
    **{key: value for key, value in _ARTICLE.items() if key != "subtitle"},
    "document": None,
    "form": "text",
}


def article(number: int, column: int = 10, **data: Any) -> list[Record]:
    """An article and its placement in a column; `day="2026-03-01"` is short for `published_at`."""
    return _page("article", number, column, _ARTICLE, data)


def policy_document(number: int, column: int = 10, **data: Any) -> list[Record]:
    """A policy document and its placement in a column."""
    return _page("policy_document", number, column, _POLICY_DOCUMENT, data)


_LEADER = {
    **{key: value for key, value in _ARTICLE.items() if key != "subtitle"},
    "post": "",
    "duties": "",
    "rank": 0,
}
_BODY_PROFILE = {
    **{key: value for key, value in _ARTICLE.items() if key not in ("subtitle", "picture")},
    "described_body": None,
}


_DATA_RELEASE = {
    **{key: value for key, value in _ARTICLE.items() if key not in ("subtitle", "picture")},
    "period": "",
    "unit": "",
    "table": [["指标", "本月"], ["供水量", "301"]],
    "chart_column": None,
}


_STANDING_PAGE = {
    **{key: value for key, value in _ARTICLE.items() if key != "subtitle"},
    "rank": 0,
    "shows_contact": False,
}


def standing_page(number: int, column: int = 10, **data: Any) -> list[Record]:
    """A standing page and its placement in a column."""
    return _page("standing_page", number, column, _STANDING_PAGE, data)


_GAZETTE_ISSUE = {
    **{key: value for key, value in _ARTICLE.items() if key != "subtitle"},
    "year": 2026,
    "number": 1,
    "total_number": None,
    "entries": [],
}
_INTERVIEW = {
    **{key: value for key, value in _ARTICLE.items() if key != "subtitle"},
    "held_on": None,
    "moderator": "",
    "guests": [],
    "exchanges": [],
}


def gazette_issue(record: int, column: int = 10, **data: Any) -> list[Record]:
    """An issue of a gazette, which has a `number` of its own, and its placement in a column."""
    return _page("gazette_issue", record, column, _GAZETTE_ISSUE, data)


def interview(number: int, column: int = 10, **data: Any) -> list[Record]:
    """An interview and its placement in a column."""
    return _page("interview", number, column, _INTERVIEW, data)


_TOPIC = {
    **{key: value for key, value in _ARTICLE.items() if key != "subtitle"},
    "ends_on": None,
    "is_archived": False,
    "entries": [],
}


def topic(number: int, column: int = 10, **data: Any) -> list[Record]:
    """A topic and its placement in a column."""
    return _page("topic", number, column, _TOPIC, data)


def gathered(kind: str, number: int, heading: str = "", count: int = 6) -> Record:
    """What a topic gathers: a page, or a column of which `count` items are shown."""
    return {"heading": heading, "page": {"kind": kind, "id": number}, "count": count}


def data_release(number: int, column: int = 10, **data: Any) -> list[Record]:
    """Figures and their placement in a column."""
    return _page("data_release", number, column, _DATA_RELEASE, data)


def leader(number: int, column: int = 10, **data: Any) -> list[Record]:
    """A leader and the placement in a column."""
    return _page("leader", number, column, _LEADER, data)


def body_profile(number: int, column: int = 10, **data: Any) -> list[Record]:
    """机构职能 of a body and its placement in a column."""
    return _page("body_profile", number, column, _BODY_PROFILE, data)


def body(number: int, **data: Any) -> Record:
    """A body as it is registered."""
    known = dict.fromkeys(
        ("name", "short_name", "credit_code", "functions", "address", "phone", "hours"), ""
    )
    return put("body", number, **known | {"parent": None, "position": 0} | data)


def interpretation(number: int, column: int = 10, **data: Any) -> list[Record]:
    """An interpretation and its placement in a column."""
    return _page("interpretation", number, column, _INTERPRETATION, data)


def change(document: int, effect: str = "replaces", **data: Any) -> Record:
    """What a document does to another, in effect since the day of its publication."""
    return {"document": document, "effect": effect, "on": "2026-03-01", "is_in_effect": True} | data


def _page(kind: str, number: int, column: int, known: Record, data: Record) -> list[Record]:
    pinned = data.pop("is_pinned", False)
    if "day" in data:
        data["published_at"] = f"{data.pop('day')}T09:30:00+08:00"
    return [
        put(kind, number, **{"title": f"标题{number}"} | known | data),
        placement(number, kind, number, column, is_pinned=pinned),
    ]


def placement(number: int, kind: str, page: int, column: int, **data: Any) -> Record:
    """Shows a page in a column."""
    known = {"position": 0, "is_pinned": False, "former_columns": []}
    name = {"kind": kind, "id": page}
    return put("placement", number, page=name, column=column, **known | data)


def media(number: int, content: bytes, name: str = "通知.pdf", **data: Any) -> Record:
    """An attachment with this content; `a_feed(media=[content])` lays the bytes beside the feed."""
    known = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "type": "application/pdf",
        "name": name,
        "alt": "",
        "width": None,
        "height": None,
        "renditions": {},
    }
    return put("media", number, **known | data)


def lines(
    *records: Record | list[Record],
    since: str | None = None,
    cursor: str = "1",
    cluster: str = CLUSTER,
) -> list[bytes]:
    """The lines of a feed, full unless it has a `since`."""
    flat = [
        each for record in records for each in (record if isinstance(record, list) else [record])
    ]
    header = {
        "format": "zhanqun-feed",
        "version": 1,
        "cluster": cluster,
        "since": since,
        "full": since is None,
    }
    end = {"op": "end", "count": len(flat), "cursor": cursor}
    return [json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in (header, *flat, end)]


_numbers = count(1)


def a_feed(
    folder: Path, *records: Record | list[Record], media: tuple[bytes, ...] = (), **header: Any
) -> Path:
    """Write a feed file, with media beside it."""
    path = folder / f"feed-{next(_numbers)}.ndjson"
    path.write_bytes(b"".join(lines(*records, **header)))
    for content in media:
        sha256 = hashlib.sha256(content).hexdigest()
        place = folder / "media" / sha256[:2] / sha256
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return path


def without(package: str, cli: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command line where `package` is not installed."""
    code = f"import sys; sys.modules[{package!r}] = None; from {cli} import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)

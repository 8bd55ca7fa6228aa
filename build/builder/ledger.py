"""
The ledger of a site: every address that it once had and has no longer, and what stood there.

It is a file of the release, read back from the live one: history is input to a build, not memory of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from builder.addressing import folder_href
from builder.errors import StoreError
from builder.traditional import outside

PATH = "/.well-known/zhanqun/ledger.txt"
INVENTORY = "/.well-known/zhanqun/columns.json"

Ledger = Mapping[str, str]
"""Path → `page/<id>`, `column/<id>`, `media/<id>`, or empty for what was nothing of these."""

_PAGE = re.compile(
    r"/(?:.*/)?(?:\d{4}-\d{2}|undated)/(\d{1,18})(?:\.html|\.csv|/feed\.xml|/rss\.xml)"
)
_MEDIA = re.compile(r"/media/(\d{1,18})/.*")
_OF_A_COLUMN = re.compile(
    r"(.*/)(?:index\.html|feed\.xml|rss\.xml|page/(?:\d{4}|undated)/\d+\.html)"
)
_NOT_KEPT = ("/static/", "/hant/static/", "/.well-known/")
"""What is named by its content, or is for machines that read it anew each time."""


def read_ledger(site: Path) -> dict[str, str]:
    """The ledger in a site's folder; empty where there is none. A damaged one is a `StoreError`."""
    place = site / PATH[1:]
    try:
        lines = place.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{place}：地址簿读不了（{error}）。请用 zhanqun verify 核对网站。"
        ) from error
    return {path: name for path, _, name in (line.partition("\t") for line in lines) if path}


def encode_ledger(ledger: Ledger) -> bytes:
    """A line for each address, in their order."""
    return "".join(f"{path}\t{name}\n" for path, name in sorted(ledger.items())).encode()


def entries_of(paths: Iterable[str], site: Path) -> dict[str, str]:
    """The entries for addresses that a site, as it lies in this folder, has lost."""
    lost = [path for path in paths if not path.startswith(_NOT_KEPT) and "\n" not in path]
    columns = columns_of(site) if lost else {}
    return {path: name_of(path, columns) for path in lost}


def name_of(path: str, columns: Mapping[str, int]) -> str:
    """What stands at an address; `columns` are folders with the ids of the columns they belong to."""
    path = outside(path)
    for word, pattern in (("page", _PAGE), ("media", _MEDIA)):
        if found := pattern.fullmatch(path):
            return f"{word}/{found[1]}"
    found = _OF_A_COLUMN.fullmatch(path)
    column = columns.get(found[1]) if found else None
    return f"column/{column}" if column else ""


def columns_of(site: Path) -> dict[str, int]:
    """Folder → id of the columns, by the inventory of the release."""
    try:
        inventory = json.loads((site / INVENTORY[1:]).read_bytes())
        return {
            folder_href(unquote(urlsplit(each["url"]).path)): each["id"]
            for each in inventory["columns"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}

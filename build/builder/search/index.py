"""
Building an index and putting it in the place of the one before.

A folder holds numbered versions of the index and the file ``current`` that names one of them.
A new version is written beside the old; replacing ``current`` is the switch, and whoever has the
old version open goes on reading it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import astuple, replace
from pathlib import Path

from whoosh.filedb.filestore import FileStorage

from builder.search.documents import SearchDocument
from builder.search.fields import SCHEMA
from builder.search.postings import TermsWriter
from builder.search.texts import TextWriter
from sites.text import fold, index_terms, number_key

_CURRENT = "current"
_VERSION = re.compile(r"\d{6,}")
_KEPT_VERSIONS = 2


def build_index(documents: Iterable[SearchDocument], folder: Path) -> int:
    """
    Index `documents` afresh in `folder` and switch to the new index; returns their number.

    Documents are taken one by one and not kept. If anything fails, the old index stays.
    Only one process may build in a folder at a time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    versions = _versions(folder)
    version = folder / f"{int(versions[-1].name) + 1 if versions else 1:06d}"
    version.mkdir()
    try:
        count = _write(documents, version)
        _switch(folder, version)
    except BaseException:
        shutil.rmtree(version)
        raise
    for old in versions[: 1 - _KEPT_VERSIONS]:
        shutil.rmtree(old, ignore_errors=True)
    return count


def current_index(folder: Path) -> Path | None:
    """
    The folder of the version in use, or None when no index was built yet, or nobody knows which.
    """
    try:
        name = (folder / _CURRENT).read_text("ascii", "replace")
    except FileNotFoundError:
        return None
    return folder / name if _VERSION.fullmatch(name) else None


def drop_old_versions(folder: Path) -> None:
    """
    Remove every version but the current one; whoever has one open goes on reading it.
    """
    current = current_index(folder)
    for version in _versions(folder) if current else ():
        if version != current:
            shutil.rmtree(version, ignore_errors=True)


def _versions(folder: Path) -> list[Path]:
    found = (path for path in folder.iterdir() if _VERSION.fullmatch(path.name))
    return sorted(found, key=lambda path: int(path.name))


def _switch(folder: Path, version: Path) -> None:
    pointer = folder / f"{_CURRENT}.new"
    pointer.write_text(version.name, encoding="ascii")
    pointer.replace(folder / _CURRENT)


def _write(documents: Iterable[SearchDocument], version: Path) -> int:
    texts = TextWriter(version)
    index = FileStorage(str(version)).create_index(SCHEMA)
    writer = TermsWriter(index)
    try:
        for document in documents:
            title = fold(document.title)
            rest = _other_parts(document)
            texts.add(title, rest, _day(document.date))
            writer.add_document(**_fields(document, "\n".join((title, *rest))))
        count = writer.doc_count()
        writer.commit()
    except BaseException:
        writer.cancel()
        raise
    finally:
        texts.close()
    return int(count)


def _other_parts(document: SearchDocument) -> tuple[str, ...]:
    """
    What is searched beside the title, folded; the body comes last.
    """
    parts = (
        document.document_number,
        document.index_number,
        document.issuing_body,
        document.text,
    )
    return tuple(fold(part) for part in parts)


def _fields(document: SearchDocument, folded: str) -> dict[str, object]:
    numbers = (document.document_number, document.index_number)
    return {
        "text": index_terms(folded),
        "number": {number_key(number) for number in numbers if number},
        "site": [document.site],
        "kind": [document.kind],
        "year": [document.date[:4]] if document.date else [],
        "validity": [document.validity] if document.validity else [],
        "document": astuple(replace(document, text=" ".join(document.text.split()))),
    }


def _day(date: str) -> int:
    digits = date[:10].replace("-", "")
    return int(digits) if digits.isascii() and digits.isdigit() else 0

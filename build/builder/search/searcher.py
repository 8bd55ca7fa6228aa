"""
Asking the index.

Whoosh says which documents have the terms of a phrase, the texts say which of those hold the phrase
itself; title hits come first, newer documents before older ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from whoosh.filedb.filestore import FileStorage
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import TermNotFound

from builder.errors import RefusedError
from builder.labels import VALIDITY_LABELS
from builder.search.documents import SearchDocument
from builder.search.index import current_index
from builder.search.marking import mark_all, snippet
from builder.search.query import Clause, Query, UnusableQueryError, parse_query
from builder.search.results import Hit, Results
from builder.search.texts import Phrase, Texts

MAX_PAGE_SIZE = 50
_ASKED_TERMS = 4
"""Terms of a phrase that are looked up, the rarest; the texts decide about the rest."""


class NoIndexError(RefusedError):
    """
    There is no index in the folder, or none that can be read.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}：没有可用的搜索索引。请运行 zhanqun build 建立索引。")


@dataclass(frozen=True, slots=True)
class _Matches:
    numbers: list[int]
    """Document numbers, best first."""
    phrases: tuple[Phrase, ...]
    """What to mark in them."""
    message: str = ""


class Searcher:
    """
    The version of the index that was current when this was made; may be used by several threads.

    It answers from that version until it is closed, whatever is built meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        version = current_index(folder)
        if version is None:
            raise NoIndexError(folder)
        try:
            self._reader = FileStorage(str(version)).open_index().reader()
            self._texts = Texts(version)
        except (OSError, WhooshIndexError) as error:
            raise NoIndexError(folder) from error
        self.version = version.name
        self._lock = Lock()

    def close(self) -> None:
        """
        Let go of the files; no search may follow.
        """
        with self._lock:
            self._reader.close()
            self._texts.close()

    def documents(self) -> Iterator[SearchDocument]:
        """
        Everything that can be found.
        """
        for number in range(len(self._texts)):
            yield SearchDocument(*self._reader.stored_fields(number)["document"])

    def search(
        self,
        query: str,
        site: str | None = None,
        kind: str | None = None,
        year: str | None = None,
        validity: str | None = None,
        page: int = 1,
        size: int = 10,
    ) -> Results:
        """
        One page of the documents that hold every word of `query`, in the site, of the kind,
        year and validity given.

        Never raises for what a reader may have typed: `Results.message` says what to do. A page
        outside the range is the nearest one inside.
        """
        filters = {"site": site, "kind": kind, "year": year, "validity": validity}
        try:
            parsed = parse_query(query)
        except UnusableQueryError as error:
            return Results(query, total=0, page=1, pages=0, hits=(), message=str(error))
        size = min(max(1, size), MAX_PAGE_SIZE)
        with self._lock:
            found = self._find(parsed, {name: value for name, value in filters.items() if value})
            pages = -(-len(found.numbers) // size)
            page = min(max(1, page), max(1, pages))
            shown = found.numbers[(page - 1) * size : page * size]
            hits = tuple(self._hit(number, found.phrases) for number in shown)
        return Results(query, len(found.numbers), page, pages, hits, found.message)

    def _find(self, query: Query, filters: dict[str, str]) -> _Matches:
        phrases = tuple(clause.phrase for clause in query.clauses)
        allowed = self._allowed(filters)
        numbered = self._with_number(query.number_key) & allowed
        matching = self._holding_all(query.clauses, allowed)
        if matching or numbered:
            return _Matches(self._ranked(matching | numbered, phrases, numbered), phrases)
        return self._with_scattered_terms(query, allowed)

    def _with_scattered_terms(self, query: Query, allowed: set[int]) -> _Matches:
        """
        When nothing holds the phrases: what at least has all their words and pairs of characters.
        """
        terms = {term for clause in query.clauses for term in clause.terms}
        single = [clause.phrase for clause in query.clauses if not clause.terms]
        near = self._with_terms(terms, allowed) if len(terms) > 1 else set()
        near = {n for n in near if all(self._texts.holds(n, phrase) for phrase in single)}
        if not near:
            return _Matches([], (), "没有找到相符的内容。请换一个说法，或者减少检索词。")
        phrases = (*single, *map(Phrase, terms))
        return _Matches(
            self._ranked(near, phrases, set()),
            phrases,
            "没有找到完全一致的内容，以下结果分散地包含这些字词。",
        )

    def _allowed(self, filters: dict[str, str]) -> set[int]:
        allowed = set(range(len(self._texts)))
        for field, value in filters.items():
            allowed.intersection_update(self._documents(field, value))
        return allowed

    def _with_number(self, key: str) -> set[int]:
        return set(self._documents("number", key)) if key else set()

    def _holding_all(self, clauses: Iterable[Clause], allowed: set[int]) -> set[int]:
        matching = allowed
        for clause in sorted(clauses, key=lambda clause: -len(clause.terms)):
            matching = self._with_terms(clause.terms, matching)
            if not clause.is_one_term:
                matching = {n for n in matching if self._texts.holds(n, clause.phrase)}
        return matching

    def _with_terms(self, terms: Iterable[str], among: set[int]) -> set[int]:
        rarest = sorted(terms, key=self._frequency)
        for term in rarest[:_ASKED_TERMS]:
            if not among:
                break
            among = among.intersection(self._documents("text", term))
        return among

    def _frequency(self, term: str) -> int:
        return int(self._reader.doc_frequency("text", term))

    def _documents(self, field: str, term: str) -> Iterator[int]:
        try:
            matcher = self._reader.postings(field, term)
        except TermNotFound:
            return iter(())
        ids: Iterator[int] = matcher.all_ids()
        return ids

    def _ranked(self, numbers: set[int], phrases: tuple[Phrase, ...], top: set[int]) -> list[int]:
        """
        Documents in `top` first, then by how many of the phrases stand in the title, then newest.
        """

        def rank(number: int) -> tuple[bool, int, int, int]:
            in_title = sum(self._texts.title_holds(number, phrase) for phrase in phrases)
            return number not in top, -in_title, -self._texts.day(number), number

        return sorted(numbers, key=rank)

    def _hit(self, number: int, phrases: tuple[Phrase, ...]) -> Hit:
        document = SearchDocument(*self._reader.stored_fields(number)["document"])
        patterns = [phrase.pattern for phrase in phrases]
        return Hit(
            title=mark_all(document.title, patterns),
            snippet=snippet(document.text, patterns),
            href=document.href,
            site=document.site,
            site_name=document.site_name,
            column=document.column,
            date=document.date,
            kind=document.kind,
            kind_label=document.kind_label,
            document_number=document.document_number,
            issuing_body=document.issuing_body,
            validity=document.validity,
            validity_label=VALIDITY_LABELS.get(document.validity, ""),
            successor=document.successor,
        )

"""
An import from the files to the report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from django.db import transaction

from cms.policies.models import PolicyDocument
from cms.review.guard import import_right

from .errors import FieldFault
from .mapping import ImportedPage, to_page
from .maps import ImportMap
from .pages import PageWriter
from .places import find_column
from .reading import Line, check_file, read_records
from .report import Fault, FileReport, Place, Report

BATCH = 100
"""Records in one transaction: an interrupted import keeps what it finished and is simply run again."""


def run_import(
    files: Sequence[Path],
    by: ImportMap,
    site: str,
    column: str,
    *,
    is_updating: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """
    Imports all files. FileRefused or PlaceRefused come before anything is written; a record that cannot
    be imported is in the report.
    """
    writer = PageWriter(find_column(site, column), by.page_type, by.source, is_updating)
    total = sum(check_file(path) for path in files)
    run = _Run(by, writer, lambda done: on_progress(done, total))
    with import_right(f"导入到 {site}/{column}：{'，'.join(path.name for path in files)}"):
        report = Report(site, column, [run.file(path) for path in files])
    report.repeated_index_numbers = run.repeated_index_numbers()
    return report


class _Run:
    def __init__(
        self, by: ImportMap, writer: PageWriter, on_progress: Callable[[int], None]
    ) -> None:
        self._by = by
        self._writer = writer
        self._on_progress = on_progress
        self._done = 0
        self._seen: dict[str, Place] = {}
        self._numbers: dict[str, list[tuple[str, Place]]] = defaultdict(list)

    def file(self, path: Path) -> FileReport:
        """Imports one file."""
        report = FileReport(path.name)
        bodies_before = len(self._writer.new_bodies)
        records = read_records(path)
        while batch := list(islice(records, BATCH)):
            with transaction.atomic():
                for line in batch:
                    self._record(line, report)
            self._done += len(batch)
            self._on_progress(self._done)
        report.new_bodies = self._writer.new_bodies[bodies_before:]
        return report

    def _record(self, line: Line, report: FileReport) -> None:
        try:
            page = to_page(line.record, self._by)
            self._meet(page, Place(report.file, line.number, page.values["title"]))
            outcome = self._writer.write(page)
        except FieldFault as fault:
            report.refuse(Fault(line.number, fault.field, fault.reason))
            return
        report.add(line.number, page, outcome)

    def _meet(self, page: ImportedPage, place: Place) -> None:
        """Two records of one import with the same id are a fault of the second."""
        first = self._seen.setdefault(page.source_id, place)
        if first is not place:
            raise FieldFault("id", f"与 {first.file} 第 {first.line} 行的来源标识相同")
        if number := page.values.get("index_number"):
            self._numbers[number].append((page.source_id, place))

    def repeated_index_numbers(self) -> dict[str, list[Place]]:
        """Index numbers that stand in more than one record, or also on a page that was there before."""
        places = {number: [place for _, place in found] for number, found in self._numbers.items()}
        for number, source_id, title in _numbers_in_cms(list(self._numbers)):
            if all(source_id != known for known, _ in self._numbers[number]):
                places[number].append(Place("", 0, title))
        return {number: found for number, found in places.items() if len(found) > 1}


def _numbers_in_cms(numbers: list[str]) -> Iterator[tuple[str, str, str]]:
    for start in range(0, len(numbers), 500):
        yield from PolicyDocument.objects.filter(
            index_number__in=numbers[start : start + 500]
        ).values_list("index_number", "source_id", "title")

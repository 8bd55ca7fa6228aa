"""From declared fields to data: many rows at once, a fixed number of queries for a chunk."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model, QuerySet, TextField
from django.db.models.functions import Cast
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField

from cms.core.keys import among
from cms.feed.fields import Children, Field, Made
from cms.feed.references import ChunkReferences

Row = Sequence[Any]
Getter = Callable[[Row], Row]
ChildrenOf = Callable[[Children, Collection[int]], Mapping[int, list[Row]]]


class RowReader:
    """
    Reads rows of `model` and makes the values of `fields` out of them.

    `extra` are further columns that the caller wants; `Made` fields are left to the caller.
    """

    def __init__(
        self, model: type[Model], fields: Sequence[Field], extra: Sequence[str] = ()
    ) -> None:
        self._fields = [each for each in fields if not isinstance(each, Made)]
        wanted = ["pk", *extra, *(name for each in self._fields for name in each.lookups)]
        self._columns = list(dict.fromkeys(wanted))
        self._model = model
        self._streams = {name for name in self._columns if _is_stream(model, name)}
        self._getters = [_getter(self._columns, each.lookups) for each in self._fields]
        self._extra = _getter(self._columns, extra)

    def read(
        self, rows: QuerySet[Any], references: ChunkReferences
    ) -> Iterator[tuple[int, Row, dict[str, Any]]]:
        """
        Primary key, extra columns and data of each row. `references` are resolved here, with whatever
        the caller asked for before; their `media` are those of the row just given.
        """
        return self._read(list(self._select(rows)), _stored_children, references)

    def read_in_hand(self, row: Model, references: ChunkReferences) -> dict[str, Any]:
        """The same data of a row as it is in memory: it may be stored otherwise, or not at all."""
        values = [self._value_in_hand(row, name) for name in self._columns]
        ((_, _, data),) = self._read([values], partial(_children_in_hand, row), references)
        return data

    def _read(
        self, found: list[Row], children_of: ChildrenOf, references: ChunkReferences
    ) -> Iterator[tuple[int, Row, dict[str, Any]]]:
        raws = [
            self._raws(*pair, found, children_of)
            for pair in zip(self._fields, self._getters, strict=True)
        ]
        for each, values in zip(self._fields, raws, strict=True):
            if type(each).collect is not Field.collect:
                for raw in values:
                    each.collect(raw, references)
        references.resolve()
        for number, row in enumerate(found):
            references.media = set()
            data = {
                each.name: each.value(values[number], references)
                for each, values in zip(self._fields, raws, strict=True)
            }
            yield row[0], self._extra(row), data

    def _select(self, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
        annotated = {f"{name}_text": Cast(F(name), TextField()) for name in self._streams}
        columns = [f"{name}_text" if name in self._streams else name for name in self._columns]
        return rows.annotate(**annotated).values_list(*columns)

    def _value_in_hand(self, row: Model, name: str) -> Any:
        """What the column would hold; a stream as its stored text."""
        if name not in self._streams:
            return getattr(row, name)
        blocks = _field(self._model, name).get_prep_value(getattr(row, name))
        return json.dumps(blocks, cls=DjangoJSONEncoder)

    def _raws(
        self, each: Field, getter: Getter, found: list[Row], children_of: ChildrenOf
    ) -> list[Row]:
        """The raw value of a field, for every row."""
        if isinstance(each, Children):
            children = children_of(each, [row[0] for row in found])
            return [children.get(row[0], ()) for row in found]
        return [each.prepare(getter(row)) for row in found]


def _getter(columns: list[str], names: Sequence[str]) -> Getter:
    indexes = [columns.index(name) for name in names]
    if len(indexes) == 1:
        (only,) = indexes
        return lambda row: (row[only],)
    if not indexes:
        return lambda row: ()
    return itemgetter(*indexes)


def _stored_children(each: Children, keys: Collection[int]) -> dict[int, list[Row]]:
    rows = (
        apps.get_model(each.model)
        .objects.filter(**{f"{each.parent}__in": among(keys)})
        .order_by(each.parent, "sort_order", "pk")
        .values_list(each.parent, *each.columns)
    )
    found: dict[int, list[Row]] = defaultdict(list)
    for parent, *row in rows:
        found[parent].append(row)
    return found


def _children_in_hand(row: Model, each: Children, keys: Collection[int]) -> dict[int, list[Row]]:
    relation = next(
        found
        for found in get_all_child_relations(type(row))
        if (found.related_model._meta.label, found.field.attname) == (each.model, each.parent)
    )
    children = sorted(getattr(row, relation.get_accessor_name()).all(), key=_place)
    return {row.pk: [[getattr(child, name) for name in each.columns] for child in children]}


def _place(child: Any) -> tuple[int, float]:
    """The stored order of children: those without a key will be stored after the others."""
    return child.sort_order or 0, child.pk or float("inf")


def _is_stream(model: type[Model], name: str) -> bool:
    return name != "pk" and "__" not in name and isinstance(_field(model, name), StreamField)


def _field(model: type[Model], name: str) -> Any:
    return next(
        (
            each
            for each in model._meta.get_fields()
            if name in (each.name, getattr(each, "attname", ""))
        ),
        None,
    )

"""
示例市 as it is composed, without a database.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from functools import cache

import pytest

from cms.demo.city import compose_city
from cms.demo.items import City, Item
from cms.demo.schedule import leaves
from cms.policies.vocabulary import GENRES, SUBJECT_PATHS
from sites.config import ColumnSkeleton, ColumnType, SiteConfig
from sites.credit_code import is_credit_code
from sites.registry import load_sites

AS_OF = date(2026, 3, 2)
"""A Monday: the working day before it is three days ago."""


@cache
def a_city(items: int = 600, seed: int = 1, as_of: date = AS_OF) -> City:
    return compose_city(load_sites(), items, seed, as_of)


def columns() -> list[tuple[SiteConfig, ColumnSkeleton]]:
    return [(site, column) for site in load_sites() for column in leaves(site.columns)]


def items_of(city: City, site: SiteConfig, column: ColumnSkeleton) -> list[Item]:
    return [item for item in city.items if (item.site, item.column) == (site.slug, column.path)]


def documents(city: City) -> list[Item]:
    return [item for item in city.items if item.document]


def all_text(city: City) -> str:
    return repr(asdict(city))


def test_the_same_seed_and_day_give_the_same_city():
    """
    Nothing but sites, number of items, seed and day decides what is composed.
    """
    first = compose_city(load_sites(), 300, 7, AS_OF)
    second = compose_city(load_sites(), 300, 7, AS_OF)

    assert first == second


def test_another_seed_gives_another_city():
    """
    The seed matters.
    """
    assert a_city(300, 7).items != a_city(300, 8).items


def test_the_city_has_as_many_items_as_asked_for():
    """
    `items` is exact wherever each column gets at least one.
    """
    assert len(a_city(600).items) == 600
    assert len(a_city(1500).items) == 1500


def test_every_column_has_items_however_few_are_asked_for():
    """
    No column without sub-columns is empty.
    """
    city = a_city(1)

    assert [column.path for site, column in columns() if not items_of(city, site, column)] == []


@pytest.mark.parametrize("as_of", [AS_OF, date(2026, 1, 1), date(2028, 2, 29), date(2026, 11, 22)])
def test_every_column_is_within_its_update_window(as_of: date):
    """
    A fresh city is fresh: no column that must update is stale, and the newest news is three days old.
    """
    city = a_city(150, 1, as_of)

    for site, column in columns():
        newest = max(item.published_at.date() for item in items_of(city, site, column))
        if column.must_update and column.update_window_days:
            assert as_of - newest <= timedelta(days=column.update_window_days), column.path
        if column.column_type is ColumnType.NEWS:
            assert as_of - newest <= timedelta(days=3), column.path


def test_everything_was_published_in_working_hours_before_the_day():
    """
    No item is younger than the day before, or was published at night or on a weekend.
    """
    for item in a_city().items:
        at = item.updated_at or item.published_at

        assert at.date() < AS_OF
        assert 8 <= at.hour < 18
        assert at.weekday() < 5


def test_keys_follow_the_order_of_publication():
    """
    Ids are given in the order of time.
    """
    items = a_city().items

    assert [item.key for item in items] == list(range(1, len(items) + 1))
    assert [item.published_at for item in items] == sorted(item.published_at for item in items)


def test_titles_are_not_repeated_within_a_column():
    """
    Two items of a column never have the same title.
    """
    counts = Counter((item.site, item.column, item.title) for item in a_city(1500).items)

    assert [title for title, count in counts.items() if count > 1] == []


def test_document_numbers_run_by_body_and_year():
    """
    Each 文号 occurs once, and those of one word and year run from 1 without a gap.
    """
    numbers = [item.document.number for item in documents(a_city()) if item.document.number]
    series: dict[str, list[int]] = {}
    for number in numbers:
        word, serial = re.fullmatch(r"(.+〔\d{4}〕)(\d+)号", number).groups()
        series.setdefault(word, []).append(int(serial))

    assert series
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in series.values())


def test_a_document_that_changes_an_older_one_says_so_in_its_text():
    """
    废止 and 修改 hold together: the relation, its day, and the words of the later document.
    """
    city = a_city(1500)
    changing = [(item, change) for item in documents(city) for change in item.document.changes]

    assert {change.effect for _, change in changing} == {"replaces", "amends"}
    for item, change in changing:
        older = city.items[change.document - 1]
        assert older.key < item.key
        assert change.on >= older.document.issued_on
        assert f'id="item:{older.key}"' in "".join(part.content for part in item.parts)


def test_an_interpretation_names_and_links_its_document():
    """
    政策解读 is of its type, and links to what it explains.
    """
    city = a_city()
    explaining = [item for item in city.items if item.explains]

    assert {item.explains.form for item in explaining} == {"graphic", "questions"}
    for item in explaining:
        document = city.items[item.explains.document - 1]
        assert document.document and document.key < item.key
        assert f'id="item:{document.key}"' in "".join(part.content for part in item.parts)


def test_links_lead_to_items_and_files_of_the_city():
    """
    No picture or attachment points outside, and a link only to a host that is invented.
    """
    city = a_city()
    text = all_text(city)

    assert {int(key) for key in re.findall(r'id="item:(\d+)"', text)} <= {i.key for i in city.items}
    assert {int(key) for key in re.findall(r'id="file:(\d+)"', text)} <= {f.key for f in city.files}
    assert {*re.findall(r"https?://[^/\"?]+", text)} == {"https://map.example.org"}


def test_subjects_and_genres_are_of_the_vocabulary():
    """
    主题分类 and 体裁分类 are words of the disclosure catalogue.
    """
    for item in documents(a_city(1500)):
        assert item.document.subject in SUBJECT_PATHS
        assert item.document.genre in GENRES


def test_credit_codes_of_the_bodies_check():
    """
    Invented 统一社会信用代码 are well formed, of a region nobody has, and all different.
    """
    codes = [body.credit_code for body in a_city().bodies]

    assert all(is_credit_code(code) and code.startswith("11999900") for code in codes)
    assert len(set(codes) | {site.host_credit_code for site in load_sites()}) == len(codes) + 7


def test_nothing_looks_like_a_person_s_number():
    """
    No identity number, no mobile number, and only the invented area code.
    """
    text = all_text(a_city(1500))

    assert re.findall(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dX](?![\dA-Z])", text) == []
    assert re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text) == []
    assert set(re.findall(r"(?<!\d)(0\d{2,3})-\d{7,8}", text)) == {"0999"}


def test_people_are_recognisably_invented():
    """
    Whoever is named is called 示例 and one character more.
    """
    people = {item.author for item in a_city().items if item.column == "gzdt" and item.author}

    assert people
    assert all(re.fullmatch("示例.", person) for person in people)


def test_no_slot_of_the_phrase_book_is_left_open():
    """
    Every sentence was filled to the end.
    """
    assert not re.search(r"\{[a-z_0-9-]+\}", all_text(a_city(1500)))


def test_the_texts_try_what_breaks_pages():
    """
    Long titles, rare characters, Latin words, tables, pictures, lists and headings all occur.
    """
    city = a_city(1500)
    text = all_text(city)

    assert max(len(item.title) for item in city.items) >= 55
    for sign in ("㼆", "𠮷", "App", "PM2.5", "<table>", "<ol>", "<h2>", "<h3>"):
        assert sign in text
    assert {"text", "table", "picture"} == {p.kind for i in city.items for p in i.parts}

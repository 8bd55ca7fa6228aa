"""
What a composer is given for one item, and what it gives back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from cms.demo.calendar import chinese_date
from cms.demo.grammar import Grammar
from cms.demo.items import (
    Document,
    Explains,
    Figures,
    FileKind,
    FileSpec,
    Issue,
    Item,
    LeaderSpec,
    Part,
    PictureSpec,
    Row,
    StandingSpec,
    Talk,
    TopicSpec,
)
from cms.demo.phrasebook import Topic, sentence_rules
from sites.config import ColumnSkeleton, SiteConfig

_TRIES = 40
"""How often a composer looks for a title that its column does not have yet."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A composed item; the city gives it key, place and time."""

    title: str
    parts: tuple[Part, ...]
    summary: str = ""
    subtitle: str = ""
    keywords: tuple[str, ...] = ()
    author: str = ""
    source: str = ""
    body: str = ""
    """Issuing body; empty for the site's host body."""
    picture: int | None = None
    attachments: tuple[int, ...] = ()
    reprints: int | None = None
    document: Document | None = None
    explains: Explains | None = None
    leader: LeaderSpec | None = None
    describes: str = ""
    figures: Figures | None = None
    gathers: TopicSpec | None = None
    standing: StandingSpec | None = None
    issue: Issue | None = None
    talk: Talk | None = None


@dataclass
class Archive:
    """What the city has so far, oldest first, and the marks later items leave on earlier ones."""

    items: list[Item] = field(default_factory=list)
    pictures: dict[str, list[PictureSpec]] = field(default_factory=dict)
    files: list[FileSpec] = field(default_factory=list)
    titles: set[tuple[str, str, str]] = field(default_factory=set)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    superseded: set[int] = field(default_factory=set)
    """Keys of the documents that a later one changed."""
    interpreted: set[int] = field(default_factory=set)
    """Keys of the documents that were explained."""

    def documents(self, site: str) -> list[Item]:
        """The policy documents of a site, oldest first."""
        return [item for item in self.items if item.site == site and item.document]

    def next_number(self, word: str, year: int) -> str:
        """The next 文号 of a body's word and year: ``示政发〔2026〕5号``."""
        number = self.numbers.get((word, year), 0) + 1
        self.numbers[word, year] = number
        return f"{word}〔{year}〕{number}号"


@dataclass(frozen=True)
class Brief:
    """One item to compose."""

    key: int
    site: SiteConfig
    column: ColumnSkeleton
    published_at: datetime
    place: int
    """Its place in its column, 0 for the newest."""
    as_of: date
    topic: Topic
    rng: Random
    archive: Archive
    cluster: tuple[SiteConfig, ...]

    @property
    def day(self) -> date:
        """The day of publication."""
        return self.published_at.date()

    def grammar(self) -> Grammar:
        """The phrase book with this item's names, field of work and days."""
        contact = self.site.contact
        short = f"市{self.site.short_name}" if not self.site.is_portal else "市政府办公室"
        figures = [figure.phrase for figure in self.topic.figures]
        rules = {
            **sentence_rules(),
            "topic": [self.topic.name],
            "object": self.topic.object,
            "measure": self.topic.measures,
            "figure": figures,
            "activity": self.topic.activity,
            "spot": [self.rng.choice(sentence_rules()["place"])],
            "act": [self.rng.choice(self.topic.measures)],
            "service": [self.topic.service],
            "short": [short],
            "body": [self.site.host_body],
            "phone": [contact.phone],
            "address": [contact.address],
            "year": [str(self.day.year)],
            "year2": [str(self.day.year + 2)],
            "year5": [str(self.day.year + 4)],
            "date": [f"{self.day.month}月{self.day.day}日"],
            "later": [chinese_date(self.day + timedelta(days=self.rng.randint(20, 40)))],
        }
        return Grammar(rules, self.rng)

    def about(self, topic: Topic) -> Brief:
        """The same item with another field of work."""
        return replace(self, topic=topic)

    def new_title(self, grammar: Grammar, rule: str, before: str = "", apart: str = "") -> str:
        """
        A title of `rule` that the column does not have yet; what comes after `apart` is not title.
        """
        for _ in range(_TRIES):
            phrase = before + grammar.say(rule)
            title, mark, rest = phrase.partition(apart) if apart else (phrase, "", "")
            if self.is_new(title):
                return phrase
        return f"{title}（{chinese_date(self.day)}）{mark}{rest}"

    def is_new(self, title: str) -> bool:
        """Whether no earlier item of the column has this title."""
        return (self.site.slug, self.column.path, title) not in self.archive.titles

    def any_picture(self, scene: str = "") -> PictureSpec:
        """One of the site's pictures, of a certain scene if asked for, else of any but a person."""
        pictures = self.archive.pictures[self.site.slug]
        fit = (lambda spec: spec.scene == scene) if scene else (lambda spec: spec.scene != "person")
        return self.rng.choice([spec for spec in pictures if fit(spec)])

    def add_file(self, title: str, kind: FileKind, rows: Sequence[Row]) -> int:
        """A new attachment; returns its key."""
        spec = FileSpec(len(self.archive.files) + 1, self.site.slug, title, kind, tuple(rows))
        self.archive.files.append(spec)
        return spec.key

    def signed_day(self) -> str:
        """The day of publication, written out."""
        return chinese_date(self.day)

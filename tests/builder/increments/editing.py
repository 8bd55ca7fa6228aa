"""
A small cluster that is edited at random, in every way the feed knows.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

from tests.helpers import (
    Record,
    a_feed,
    article,
    body_profile,
    change,
    column,
    data_release,
    drop,
    gathered,
    gazette_issue,
    interpretation,
    interview,
    leader,
    media,
    placement,
    policy_document,
    put,
    setting,
    site,
    standing_page,
    topic,
)

PICTURES = (b"one", b"two")
FILES = (*PICTURES, b"leaked")
"""Contents that the media of a feed may have."""
_DAYS = ("2024-12-31", "2025-01-01", "2025-06-30", "2026-03-01", "2026-03-02")
_PAGES = (
    "article", "body_profile", "data_release", "gazette_issue", "interpretation", "interview", "leader",
    "policy_document", "standing_page", "topic",
)  # fmt: skip

_FORMS = ("list", "documents", "topics", "leaders", "data")
"""In which a home page shows a column."""
_AWAY = ("https://www.gov.cn/x.html", "https://a.example/?q=1&amp;p=2", "https://b.example/")
"""Where links lead out of the cluster."""
_MAKES = (
    article, article, policy_document, interpretation, leader, body_profile, data_release, topic,
    standing_page, gazette_issue, interview,
)  # fmt: skip

Name = tuple[str, int]


class Cluster:
    """
    Records by kind and id, and what changed since the last feed. Numbers of sites are below 10, of
    columns below 100; pages, placements and everything else come after.
    """

    def __init__(self, pages: int = 24) -> None:
        self.records: dict[Name, Record] = {}
        self._changed: dict[Name, None] = {}
        self._next = 1000
        self._cursor = 0
        for record in self._first(pages):
            self.put(record)

    def full(self, folder: Path) -> Path:
        """A full feed of what is now."""
        self._cursor += 1
        self._changed.clear()
        return a_feed(folder, *self.records.values(), media=FILES, cursor=str(self._cursor))

    def again(self, folder: Path) -> Path:
        """The same as the last, as a full feed for another store."""
        return a_feed(folder, *self.records.values(), media=FILES, cursor=str(self._cursor))

    def delta(self, folder: Path) -> Path:
        """What changed since the last feed."""
        lines = [self.records.get(name) or drop(*name) for name in self._changed]
        self._changed.clear()
        since, self._cursor = self._cursor, self._cursor + 1
        return a_feed(folder, *lines, media=FILES, since=str(since), cursor=str(self._cursor))

    def put(self, record: Record) -> Name:
        """A record is new or another."""
        name = (record["kind"], record["id"])
        self.records[name] = record
        self._changed[name] = None
        return name

    def drop(self, *names: Name) -> None:
        """Records are no longer published."""
        for name in names:
            if self.records.pop(name, None):
                self._changed[name] = None

    def change(self, name: Name, /, **data: Any) -> None:
        """Some fields of a record are others."""
        record = copy.deepcopy(self.records[name])
        record["data"] |= data
        self.put(record)

    def number(self) -> int:
        """An id nobody has had."""
        self._next += 1
        return self._next

    def of(self, *kinds: str) -> list[Name]:
        """The names of all records of some kinds, in their order."""
        return sorted(name for name in self.records if name[0] in kinds)

    def data(self, name: Name) -> Record:
        return self.records[name]["data"]

    def columns(self, *sites: int) -> list[int]:
        """The columns of some sites, or of all."""
        found = self.of("column")
        return [name[1] for name in found if not sites or self.data(name)["site"] in sites]

    def below(self, number: int) -> list[int]:
        """A column and all under it."""
        found = [number]
        for each in found:
            found += [n[1] for n in self.of("column") if self.data(n)["parent"] == each]
        return found

    def placements(self, page: Name) -> list[Name]:
        """Where a page stands."""
        wanted = {"kind": page[0], "id": page[1]}
        return [name for name in self.of("placement") if self.data(name)["page"] == wanted]

    def remove_pages(self, columns: list[int]) -> None:
        """The pages of columns that go."""
        for name in self.of("placement"):
            if self.data(name)["column"] in columns:
                page = self.data(name)["page"]
                self.drop(name)
                if not self.placements((page["kind"], page["id"])):
                    self.drop((page["kind"], page["id"]))

    def _first(self, pages: int) -> Iterator[Record]:
        random = Random(0)
        yield from (site(), site(2, "water"), site(3, "health"))
        yield from (
            column(10, "zwgk", title="政务公开"),
            column(11, "tzgg", parent=10, title="通知公告"),
            column(12, "wenjian", parent=10, title="文件"),
            column(13, "xinwen", title="新闻"),
            column(20, "gg", site=2, title="公告"),
            column(21, "kong", site=2, title="空"),
            column(30, "tz", site=3, title="通知"),
        )
        yield from (put("body", n, **_body(f"示例市第{n}局")) for n in (40, 41))
        yield from (media(50, PICTURES[0]), media(51, PICTURES[1]))
        for _ in range(pages):
            yield from _a_page(self, random)


def page_name(name: Name) -> Record:
    """A page or column as other records name it."""
    return {"kind": name[0], "id": name[1]}


def _body(name: str) -> Record:
    known = dict.fromkeys(("credit_code", "functions", "address", "phone", "hours"), "")
    return {"name": name, "short_name": name, "parent": None, "position": 0, **known}


def _a_page(cluster: Cluster, random: Random) -> list[Record]:
    number = cluster.number()
    make = random.choice(_MAKES)
    day = random.choice((*_DAYS, None))
    when = {"day": day} if day else {"published_at": None}
    page, standing = make(
        number, column=random.choice(cluster.columns()), body=_text(cluster, random), **when
    )
    page["data"]["issuing_body"] = random.choice((None, 40, 41))
    standing["data"]["is_pinned"] = random.random() < 0.1
    return [page, standing]


def _text(cluster: Cluster, random: Random) -> str:
    links = [
        f'<a href="zq:{kind}/{number}">链接</a>'
        for kind, number in random.sample(cluster.of(*_PAGES, "column", "media"), 2)
    ]
    away = random.choice(_AWAY)
    return f"""<p>正文{random.random()}{"".join(links)}<a href="{away}">外</a></p>"""


Edit = Callable[[Cluster, Random], None]
EDITS: dict[str, Edit] = {}


def _edit(make: Edit) -> Edit:
    EDITS[make.__name__.strip("_")] = make
    return make


def _some(cluster: Cluster, random: Random, *kinds: str) -> Name | None:
    names = cluster.of(*kinds)
    return random.choice(names) if names else None


@_edit
def create(cluster: Cluster, random: Random) -> None:
    for record in _a_page(cluster, random):
        cluster.put(record)


@_edit
def edit_text(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, *_PAGES):
        cluster.change(page, body=_text(cluster, random))


@_edit
def edit_title(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, *_PAGES):
        cluster.change(page, title=f"新标题{random.random()}")


@_edit
def edit_date(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, *_PAGES):
        cluster.change(page, published_at=f"{random.choice(_DAYS)}T10:00:00+08:00")


@_edit
def update(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, *_PAGES):
        cluster.change(page, updated_at=f"2026-04-{random.randint(1, 28):02}T10:00:00+08:00")


@_edit
def illustrate(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, "article", "interpretation", "leader", "topic"):
        cluster.change(page, picture=random.choice((None, 50, 51)))


@_edit
def attach(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, *_PAGES):
        number = random.choice((50, 51))
        cluster.change(page, attachments=random.choice(([], [{"media": number, "title": ""}])))


@_edit
def make_a_link(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, "article"):
        cluster.change(page, link_url=random.choice(("", *_AWAY)))


@_edit
def repeal(cluster: Cluster, random: Random) -> None:
    """A document changes others, some of which are not public, and perhaps from a later day on."""
    if page := _some(cluster, random, "policy_document"):
        numbers = [name[1] for name in cluster.of("policy_document")] + [999]
        cluster.change(
            page,
            changes=[
                change(
                    number,
                    random.choice(("amends", "replaces", "repeals")),
                    on=random.choice(_DAYS),
                    is_in_effect=random.random() < 0.7,
                )
                for number in random.sample(numbers, min(len(numbers), random.randint(0, 3)))
            ],
        )


@_edit
def mark(cluster: Cluster, random: Random) -> None:
    """A document's own editor says that it holds no longer."""
    if page := _some(cluster, random, "policy_document"):
        validity, name = random.choice(
            (("in_force", ""), ("amended", "amended_on"), ("repealed", "repealed_on"),
             ("expired", "expires_on"), (None, ""))
        )  # fmt: skip
        days = dict.fromkeys(("amended_on", "repealed_on", "expires_on"))
        if name:
            days[name] = random.choice((None, *_DAYS))
        basis = random.choice(("", "《示例省供水条例》"))
        cluster.change(page, validity=validity, validity_basis=basis, **days)


@_edit
def correct(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, *_PAGES):
        text, day = random.choice((("", None), (f"原为{random.random()}", random.choice(_DAYS))))
        cluster.change(page, correction=text, corrected_on=day)


@_edit
def interpret(cluster: Cluster, random: Random) -> None:
    """An interpretation explains another document, one that is not public, or none."""
    if page := _some(cluster, random, "interpretation"):
        document = random.choice([None, ("", 999), *cluster.of("policy_document")])
        cluster.change(
            page,
            document=document and document[1],
            form=random.choice(("text", "graphic", "video", None)),
        )


@_edit
def rank(cluster: Cluster, random: Random) -> None:
    """A leader has another post, rank and field of work."""
    if page := _some(cluster, random, "leader"):
        post = random.choice(("", "市长", "副市长"))
        cluster.change(page, rank=random.randint(0, 3), post=post, duties=_text(cluster, random))


@_edit
def classify(cluster: Cluster, random: Random) -> None:
    """A document is about something else, or about nothing in particular."""
    if page := _some(cluster, random, "policy_document"):
        cluster.change(page, subject=random.choice(("", "综合政务", "综合政务\\电子政务", "财政")))


@_edit
def compile_gazette(cluster: Cluster, random: Random) -> None:
    """An issue has other contents, some of which are not public."""
    if page := _some(cluster, random, "gazette_issue"):
        numbers = [name[1] for name in cluster.of("policy_document")] + [999]
        cluster.change(
            page,
            number=random.randint(1, 9),
            entries=[
                {"heading": random.choice(("", "文件")), "document": number}
                for number in random.sample(numbers, min(len(numbers), 3))
            ],
        )


@_edit
def write_down_an_interview(cluster: Cluster, random: Random) -> None:
    """It has questions and answers, or is announced."""
    if page := _some(cluster, random, "interview"):
        said = {"asker": "", "question": f"问{random.random()}", "answerer": "", "answer": "答"}
        guest = {"name": "示例甲", "post": "局长"}
        cluster.change(page, exchanges=[said] * random.randint(0, 2), guests=[guest])


@_edit
def stand(cluster: Cluster, random: Random) -> None:
    """A standing page stands elsewhere among its like, and shows the contact of its site or not."""
    if page := _some(cluster, random, "standing_page"):
        cluster.change(page, rank=random.randint(0, 3), shows_contact=random.random() < 0.5)


@_edit
def describe_body(cluster: Cluster, random: Random) -> None:
    """A page tells of another body, which may not be public; a body has other functions."""
    if page := _some(cluster, random, "body_profile"):
        cluster.change(page, described_body=random.choice((None, 40, 41, 999)))
    if body := _some(cluster, random, "body"):
        cluster.change(body, functions=_text(cluster, random))


@_edit
def count_again(cluster: Cluster, random: Random) -> None:
    """Figures are others, and drawn or not."""
    if page := _some(cluster, random, "data_release"):
        rows = [[f"第{n}区", str(random.randint(-9, 99))] for n in range(random.randint(1, 4))]
        cluster.change(page, table=[["区", "数"], *rows], chart_column=random.choice((None, 2)))


@_edit
def gather(cluster: Cluster, random: Random) -> None:
    """A topic gathers other pages and columns, some of which are not public, or is over."""
    if page := _some(cluster, random, "topic"):
        names = [*cluster.of(*_PAGES, "column"), ("article", 999), ("column", 99)]
        cluster.change(
            page,
            entries=[
                gathered(*name, random.choice(("", "小标题")), random.randint(1, 4))
                for name in random.sample(names, min(len(names), 4))
            ],
            is_archived=random.random() < 0.5,
            ends_on=random.choice((None, *_DAYS)),
        )


@_edit
def issue(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, *_PAGES):
        cluster.change(page, issuing_body=random.choice((None, 40, 41)), content_source="")


@_edit
def move_page(cluster: Cluster, random: Random) -> None:
    if standing := _some(cluster, random, "placement"):
        data = cluster.data(standing)
        former = [*data["former_columns"], data["column"]]
        cluster.change(
            standing, column=random.choice(cluster.columns()), former_columns=sorted(set(former))
        )


@_edit
def place_again(cluster: Cluster, random: Random) -> None:
    page = _some(cluster, random, *_PAGES)
    if page and len(cluster.placements(page)) == 1:
        own = cluster.data(cluster.placements(page)[0])["column"]
        others = [number for number in cluster.columns() if number != own]
        position = random.choice((0, 5))
        if others:
            number = cluster.number()
            cluster.put(placement(number, *page, random.choice(others), position=position))


@_edit
def place_less(cluster: Cluster, random: Random) -> None:
    page = _some(cluster, random, *_PAGES)
    if page and len(cluster.placements(page)) > 1:
        cluster.drop(random.choice(cluster.placements(page)))


@_edit
def pin(cluster: Cluster, random: Random) -> None:
    if standing := _some(cluster, random, "placement"):
        cluster.change(standing, is_pinned=not cluster.data(standing)["is_pinned"])


@_edit
def unpublish(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, *_PAGES):
        cluster.drop(page, *cluster.placements(page))


@_edit
def rename_body(cluster: Cluster, random: Random) -> None:
    if body := _some(cluster, random, "body"):
        cluster.change(body, name=f"示例市新{random.random()}局")


@_edit
def remove_body(cluster: Cluster, random: Random) -> None:
    if len(cluster.of("body")) > 1:
        cluster.drop(random.choice(cluster.of("body")))


@_edit
def rename_site(cluster: Cluster, random: Random) -> None:
    if number := _some(cluster, random, "site"):
        cluster.change(number, name=f"示例市{random.random()}局")


@_edit
def describe_site(cluster: Cluster, random: Random) -> None:
    if number := _some(cluster, random, "site"):
        cluster.change(
            number,
            description=f"简介{random.random()}",
            main_color=random.choice(("#1f5fa8", "#8a1f1f")),
            logo=random.choice((None, 50)),
        )


@_edit
def order_sites(cluster: Cluster, random: Random) -> None:
    if number := _some(cluster, random, "site"):
        cluster.change(number, position=random.randint(0, 9))


@_edit
def change_domain(cluster: Cluster, random: Random) -> None:
    if number := _some(cluster, random, "site"):
        cluster.change(number, domain=f"n{random.randint(0, 99)}.example.gov.cn")


@_edit
def add_site(cluster: Cluster, random: Random) -> None:
    number = next((n for n in range(2, 9) if ("site", n) not in cluster.records), None)
    if number:
        cluster.put(site(number, f"bumen{number}"))
        cluster.put(column(cluster.number(), "gg", site=number))


@_edit
def remove_site(cluster: Cluster, random: Random) -> None:
    departments = [name for name in cluster.of("site") if name[1] > 1]
    if departments:
        name = random.choice(departments)
        columns = cluster.columns(name[1])
        if len(columns) == len(cluster.columns()):
            return
        cluster.remove_pages(columns)
        cluster.drop(name, *(("column", each) for each in columns))
        cluster.drop(
            *(n for n in cluster.of("setting", "redirect") if cluster.data(n)["site"] == name[1])
        )


@_edit
def rename_column(cluster: Cluster, random: Random) -> None:
    if name := _some(cluster, random, "column"):
        cluster.change(name, title=f"栏目{random.random()}")


@_edit
def describe_column(cluster: Cluster, random: Random) -> None:
    if name := _some(cluster, random, "column"):
        cluster.change(name, description=f"说明{random.random()}", keywords=["词"])


@_edit
def show_column(cluster: Cluster, random: Random) -> None:
    if name := _some(cluster, random, "column"):
        cluster.change(name, is_hidden=random.random() < 0.4, in_navigation=random.random() < 0.7)


@_edit
def order_columns(cluster: Cluster, random: Random) -> None:
    if name := _some(cluster, random, "column"):
        cluster.change(name, position=random.randint(0, 40))


@_edit
def move_column(cluster: Cluster, random: Random) -> None:
    """Another name, another parent, or another site."""
    name = _some(cluster, random, "column")
    if name is None:
        return
    data = cluster.data(name)
    taken = cluster.below(name[1])
    others = [number for number in cluster.columns() if number not in taken]
    parent = random.choice([None, *others])
    home = (
        cluster.data(("column", parent))["site"]
        if parent
        else random.choice([each[1] for each in cluster.of("site")])
    )
    former = [*data["former"], {"parent": data["parent"], "slug": data["slug"]}]
    cluster.change(
        name,
        site=home,
        parent=parent,
        slug=f"lm{cluster.number()}",
        former=former if home == data["site"] else [],
    )
    for number in taken[1:]:
        cluster.change(("column", number), site=home)


@_edit
def add_column(cluster: Cluster, random: Random) -> None:
    number = cluster.number()
    home = random.choice(cluster.of("site"))[1]
    parent = random.choice([None, *cluster.columns(home)])
    cluster.put(column(number, f"xin{number}", site=home, parent=parent))


@_edit
def remove_column(cluster: Cluster, random: Random) -> None:
    if len(cluster.columns()) > 3 and (name := _some(cluster, random, "column")):
        columns = cluster.below(name[1])
        if len(columns) < len(cluster.columns()):
            cluster.remove_pages(columns)
            cluster.drop(*(("column", each) for each in columns))


@_edit
def arrange_home(cluster: Cluster, random: Random) -> None:
    home = random.choice(cluster.of("site"))[1]
    headline = _some(cluster, random, *_PAGES)
    blocks = [
        {"kind": random.choice(_FORMS), "column": n, "count": random.randint(1, 5)}
        for n in random.choices(cluster.columns(), k=3)
    ]
    blocks.append({"kind": "links", "column": None, "count": 6})
    links = [
        {"title": "甲", "page": None, "url": random.choice(_AWAY)},
        {"title": "乙", "page": page_name(random.choice(cluster.of(*_PAGES, "column"))), "url": ""},
    ]
    page = page_name(headline) if headline else None
    cluster.put(
        setting(
            100 + home,
            home,
            headline=page,
            hot_words=random.choice(([], ["水"])),
            blocks=random.choice(([], blocks)),
            links=random.choice(([], links)),
            notice=random.choice(("", f"通知{random.random()}")),
            is_grey=random.random() < 0.3,
            emergency=random.choice(("", "", "台风红色预警")),
            emergency_text=random.choice(("", "请减少外出。")),
            emergency_page=random.choice((None, page)),
            has_traditional=random.random() < 0.5,
        )
    )


@_edit
def switch_traditional(cluster: Cluster, random: Random) -> None:
    home = random.choice(cluster.of("site"))[1]
    name = ("setting", 100 + home)
    known = cluster.data(name) if name in cluster.records else {}
    words = random.choice(([], ["通知"], ["新闻=新聞報"]))
    has_it = not known.get("has_traditional") or random.random() < 0.5
    changed = {"site": home, "has_traditional": has_it, "protected_words": words}
    cluster.put(setting(name[1], **known | changed))


@_edit
def redirect(cluster: Cluster, random: Random) -> None:
    target = _some(cluster, random, *_PAGES, "column")
    if target:
        home = random.choice(cluster.of("site"))[1]
        number = 200 + random.randint(0, 2)
        path = f"/old/{random.randint(0, 3)}.html"
        inside = f"zq:{target[0]}/{target[1]}"
        leads_to = random.choice((inside, inside, unescape(random.choice(_AWAY))))
        cluster.put(put("redirect", number, site=home, path=path, target=leads_to))


@_edit
def remove_redirect(cluster: Cluster, random: Random) -> None:
    if name := _some(cluster, random, "redirect"):
        cluster.drop(name)


@_edit
def replace_media(cluster: Cluster, random: Random) -> None:
    number, name = random.choice((50, 51)), random.choice(("通知.pdf", "附件.pdf"))
    cluster.put(media(number, random.choice(PICTURES), name=name))


@_edit
def nothing(cluster: Cluster, random: Random) -> None:
    if page := _some(cluster, random, *_PAGES):
        cluster.put(copy.deepcopy(cluster.records[page]) | {"revision": random.randint(2, 99)})

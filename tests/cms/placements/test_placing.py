"""A text of one site in another: asked for, decided, arranged, taken off, and ended with its source."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.core.models import ContentPage, ExtraPlacement
from cms.feed.audit import differences
from cms.feed.models import OutboxEntry
from cms.feed.registry import kinds
from cms.placements import placing
from cms.placements.models import SitePlacement
from cms.review import steps
from cms.review.guard import PublicationRefused
from cms.review.models import AuditEntry
from cms.review.rights import PlaceState, Role
from cms.review.roles import ActionRefused
from sites.addresses import SHANGHAI
from tests.cms.feed.city import Follower
from tests.cms.feed.schema import faults
from tests.cms.feed.test_changes import page_form
from tests.cms.placements.neighbours import Neighbours, step
from tests.cms.review.desk import fresh


def columns_shown(follower: Follower, page: ContentPage) -> list[tuple[int, int, bool]]:
    """Column, position and pin of each placement of the page in the feed."""
    follower.news()
    number = next(
        key for (kind, key), data in follower.known.items()
        if kind == "article" and data["title"] == page.title
    )  # fmt: skip
    return sorted(
        (data["column"], data["position"], data["is_pinned"])
        for data in follower.data("placement")
        if data["page"]["id"] == number
    )


def column_ids(follower: Follower) -> dict[str, int]:
    """Title of a column → its id in the feed."""
    return {data["title"]: key for (kind, key), data in follower.known.items() if kind == "column"}


def test_the_other_site_decides_whether_and_where(neighbours: Neighbours):
    """
    An offer is in no feed; accepted it stands in the column that the other site chose, beside its own.
    """
    page = neighbours.desk.published()
    place = neighbours.offered(page)
    follower = Follower()
    assert len(columns_shown(follower, page)) == 1

    step(neighbours.client(Role.FINAL), place, "accept", column=neighbours.news.pk)

    columns = column_ids(follower)
    assert columns_shown(follower, page) == sorted(
        [(columns["通知公告"], 0, False), (columns["动态"], 1, False)]
    )
    shape = kinds()["placement"].schema()
    assert [faults(data, shape) for data in follower.data("placement")] == [[]] * 3
    assert list(differences()) == []
    said = AuditEntry.objects.get(action="place.accept")
    assert (said.object_pk, said.details) == (str(page.pk), "邻居 › 动态")


def test_an_editor_may_ask_for_a_text_of_another_site(neighbours: Neighbours):
    """
    They name the column; the site manager accepts, and may choose another.
    """
    page = neighbours.desk.published()
    form = {"page": page.pk, "column": neighbours.notices.pk, "note": "市民常问"}
    neighbours.client(Role.EDITOR).post(reverse("placements_request"), form)
    place = SitePlacement.objects.get()

    step(neighbours.client(Role.SITE_MANAGER), place, "accept", column=neighbours.news.pk)

    place.refresh_from_db()
    assert (place.state, place.column.pk) == ("shown", neighbours.news.pk)


def test_who_asked_reads_why_it_was_declined(neighbours: Neighbours):
    """
    In the list of their site, where the source is another's.
    """
    page = neighbours.desk.published()
    form = {"page": page.pk, "column": neighbours.notices.pk, "note": ""}
    editor = neighbours.client(Role.EDITOR)
    editor.post(reverse("placements_request"), form)

    place = SitePlacement.objects.get()
    step(neighbours.client(Role.SITE_MANAGER), place, "decline", reason="栏目不收通知")

    shown = editor.get(reverse("placements")).content.decode()
    assert "未同意" in shown and "栏目不收通知" in shown


def test_a_correction_at_the_source_reaches_every_place(neighbours: Neighbours):
    """
    One line in the feed: the page's own. Nothing is asked of the other site again.
    """
    desk = neighbours.desk
    page = desk.published()
    neighbours.shown(page)
    follower = Follower()
    follower.news()
    page.title = "更正后的标题"
    page.save_revision(user=desk.people[Role.EDITOR])
    desk.published(fresh(page))

    news = follower.news()

    assert [(line["op"], line["kind"]) for line in news] == [("put", "article")]


def test_a_withdrawal_at_the_source_takes_every_place_down(neighbours: Neighbours):
    """
    In the same feed; coming back needs the decision of the other site again.
    """
    desk = neighbours.desk
    page = desk.published()
    place = neighbours.shown(page)
    follower = Follower()
    follower.news()
    steps.withdraw(desk.people[Role.FINAL], page, "leak", "含有不应公开的内容")

    lines = [(line["op"], line["kind"]) for line in follower.news()]
    assert sorted(lines) == [
        ("drop", "article"), ("drop", "placement"), ("drop", "placement"), ("put", "leak"),
    ]  # fmt: skip
    place.refresh_from_db()
    assert place.place_state is PlaceState.ENDED
    assert AuditEntry.objects.filter(action="place.end", details="邻居 › 公告").exists()
    fresh(page).save_revision(user=desk.people[Role.EDITOR])
    page = desk.published(fresh(page))
    assert len(columns_shown(follower, page)) == 1


def test_taken_off_it_stays_where_it_is_from(neighbours: Neighbours):
    """
    The source reads why.
    """
    page = neighbours.desk.published()
    place = neighbours.shown(page)
    follower = Follower()
    follower.news()

    step(neighbours.client(Role.FINAL), place, "take_off", reason="与本局职责无关")

    assert len(columns_shown(follower, page)) == 1
    editor = neighbours.desk.client(Role.EDITOR)
    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "已取下" in shown
    assert "与本局职责无关" in shown


def test_each_place_is_listed_at_the_source(neighbours: Neighbours):
    """
    In the editor of the text, and before it is withdrawn.
    """
    page = neighbours.desk.published()
    neighbours.shown(page)

    editor = neighbours.desk.client(Role.EDITOR)
    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    final = neighbours.desk.client(Role.FINAL)
    asked = final.get(reverse("review_step", args=[page.pk, "withdraw"])).content.decode()

    assert "邻居 › 公告" in shown
    assert "展示中" in shown
    assert "邻居 › 公告" in asked


def test_it_can_be_pinned_there_until_a_day(neighbours: Neighbours):
    """
    The pin is the other site's alone, and ends by itself.
    """
    page = neighbours.desk.published()
    today = datetime.now(SHANGHAI).date()
    place = neighbours.shown(page, is_pinned=True, pinned_until=today)
    follower = Follower()
    assert [pin for *_, pin in columns_shown(follower, page)] == [False, True]

    SitePlacement.objects.filter(pk=place.pk).update(pinned_until=today - timedelta(days=1))
    call_command("switch_due")

    assert [pin for *_, pin in columns_shown(follower, page)] == [False, False]


def test_nobody_accepts_what_they_asked_for_or_wrote(neighbours: Neighbours):
    """
    Somebody with roles at both sites needs another person.
    """
    desk = neighbours.desk
    page = desk.published()
    manager = neighbours.people[Role.SITE_MANAGER]
    manager.groups.add(*neighbours.people[Role.EDITOR].groups.all())
    manager.__dict__.pop("_review_grants", None)
    asked = placing.request(manager, page, neighbours.notices)
    with pytest.raises(ActionRefused, match="由您提出"):
        placing.accept(manager, asked, neighbours.notices)

    placing.recall(neighbours.people[Role.EDITOR], asked)
    writer = desk.people[Role.EDITOR]
    writer.groups.add(*neighbours.people[Role.FINAL].groups.all())
    writer.__dict__.pop("_review_grants", None)
    asked = placing.request(neighbours.people[Role.EDITOR], page, neighbours.notices)
    with pytest.raises(ActionRefused, match="您写过这篇稿件"):
        placing.accept(writer, asked, neighbours.notices)


def test_it_is_asked_once_at_a_time(neighbours: Neighbours):
    """
    While a place is open, another is refused with a sentence; the database would refuse it too.
    """
    place = neighbours.offered()

    with pytest.raises(ActionRefused, match="已经在“邻居”展示"):
        placing.request(neighbours.people[Role.EDITOR], place.page, neighbours.notices)
    with pytest.raises(IntegrityError), transaction.atomic():
        SitePlacement.objects.create(page=place.page, home=neighbours.home, is_offer=True)


def test_only_what_is_live_can_be_shown_elsewhere(neighbours: Neighbours):
    """
    Neither a draft nor a text of the site itself.
    """
    desk = neighbours.desk
    draft, own = desk.draft(), desk.published(desk.draft("本站"))
    with pytest.raises(ActionRefused, match="还没有上线"):
        placing.request(neighbours.people[Role.EDITOR], draft, neighbours.notices)
    with pytest.raises(ActionRefused, match="同时发布到"):
        placing.request(desk.people[Role.EDITOR], own, desk.city.news)


def test_a_column_of_another_site_cannot_be_chosen(neighbours: Neighbours):
    """
    Not by the form, and not past it.
    """
    place = neighbours.offered()
    response = step(
        neighbours.client(Role.FINAL), place, "accept", column=neighbours.desk.city.news.pk
    )
    assert "请选择本网站的一个公开栏目" in response.content.decode()
    with pytest.raises(ActionRefused, match="不是“邻居”的公开栏目"):
        placing.accept(neighbours.people[Role.FINAL], place, neighbours.desk.city.news)


def test_a_place_that_is_moved_stands_in_the_other_column(neighbours: Neighbours):
    """
    Nothing of it is left behind: a page has no address where it is only shown.
    """
    page = neighbours.desk.published()
    place = neighbours.shown(page)
    follower = Follower()
    columns_shown(follower, page)

    step(neighbours.client(Role.FINAL), place, "arrange", column=neighbours.news.pk)

    (line,) = follower.news()
    assert line["data"]["column"] == column_ids(follower)["动态"]
    assert line["data"]["former_columns"] == []


def test_a_column_that_goes_takes_what_it_shows(neighbours: Neighbours):
    """
    The text stays at its source.
    """
    page = neighbours.desk.published()
    neighbours.shown(page)
    follower = Follower()
    assert len(columns_shown(follower, page)) == 2

    neighbours.notices.unpublish()

    assert len(columns_shown(follower, page)) == 1


def test_every_step_is_in_the_outbox_with_its_transaction(neighbours: Neighbours):
    """
    Rolled back, neither place nor entry nor log is left.
    """
    place = neighbours.offered()
    OutboxEntry.objects.all().delete()
    before = AuditEntry.objects.count()
    mark = transaction.savepoint()
    placing.accept(neighbours.people[Role.FINAL], place, neighbours.notices)
    assert OutboxEntry.objects.filter(source="site_placement", source_pk=place.pk).exists()
    transaction.savepoint_rollback(mark)

    assert not OutboxEntry.objects.exists()
    assert AuditEntry.objects.count() == before


def a_row(neighbours: Neighbours, page: ContentPage) -> None:
    """A console."""
    SitePlacement.objects.create(
        page=page, home=neighbours.home, column=neighbours.notices, is_offer=True,
        state=PlaceState.SHOWN.value, decided_by="控制台",
    )  # fmt: skip


def an_offer_that_is_set_to_shown(neighbours: Neighbours, page: ContentPage) -> None:
    place = neighbours.offered(page)
    place.state, place.decided_by, place.column = PlaceState.SHOWN.value, "我", neighbours.notices
    place.save()


def another_column_of_the_other_site(neighbours: Neighbours, page: ContentPage) -> None:
    place = neighbours.shown(page)
    place.column = neighbours.news
    place.save()


@pytest.mark.parametrize(
    "road", [a_row, an_offer_that_is_set_to_shown, another_column_of_the_other_site]
)
def test_no_code_puts_a_text_into_another_site(road, neighbours: Neighbours):
    """
    Whatever is saved: without the decision of the other site it is refused.
    """
    page = neighbours.desk.published()

    with pytest.raises(PublicationRefused, match="没有经展示网站同意"):
        road(neighbours, page)


def test_sql_without_a_decision_is_refused_by_the_database(neighbours: Neighbours):
    """
    A place that is shown names who decided it, and a column.
    """
    place = neighbours.offered()

    with pytest.raises(IntegrityError), transaction.atomic():
        SitePlacement.objects.filter(pk=place.pk).update(state=PlaceState.SHOWN.value)


def test_a_further_column_is_of_the_same_site(neighbours: Neighbours):
    """
    The editor is told so; a row that came past the form is in no feed and no preview.
    """
    desk = neighbours.desk
    page = desk.published()
    rows = {
        "extra_placements-TOTAL_FORMS": "1",
        "extra_placements-0-column": str(neighbours.notices.pk),
        "extra_placements-0-ORDER": "1",
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = page_form(desk.city, title=page.title, slug=page.slug) | rows
    response = desk.client(Role.EDITOR).post(address, form)
    assert "“公告”是其他网站的栏目" in response.content.decode()

    ExtraPlacement.objects.create(page=page, column=neighbours.notices, sort_order=0)
    assert len(columns_shown(Follower(), page)) == 1


@pytest.mark.parametrize("what", ["the text", "its column"])
def test_a_text_that_moves_into_the_site_is_no_longer_shown_as_of_another(
    what: str, neighbours: Neighbours
):
    """
    By itself or with its column; what others show of it stays.
    """
    page = neighbours.desk.published()
    place = neighbours.shown(page)
    follower = Follower()
    follower.news()

    moved = page if what == "the text" else neighbours.desk.city.notices
    moved.move(neighbours.news, pos="last-child")

    place.refresh_from_db()
    assert (place.state, place.reason) == ("ended", "原稿已移入这个网站")
    assert len(columns_shown(follower, page)) == 1


def test_a_copy_of_a_text_is_shown_nowhere_else(neighbours: Neighbours):
    """
    Places are no part of a text.
    """
    page = neighbours.desk.published()
    neighbours.shown(page)
    copy = page.copy(update_attrs={"slug": "fb", "title": "副本"}, keep_live=False)

    assert not SitePlacement.objects.filter(page=copy.pk).exists()


def test_the_start_page_shows_what_is_to_be_decided(neighbours: Neighbours):
    """
    To those who decide, not to others.
    """
    neighbours.offered(neighbours.desk.published(neighbours.desk.draft("待定的稿件")))
    shown = {
        role: "待定的稿件"
        in neighbours.client(role).get(reverse("wagtailadmin_home")).content.decode()
        for role in (Role.EDITOR, Role.FIRST, Role.FINAL, Role.SITE_MANAGER)
    }

    assert shown == {
        Role.EDITOR: False, Role.FIRST: False, Role.FINAL: True, Role.SITE_MANAGER: True,
    }  # fmt: skip


def test_a_long_list_asks_the_database_no_more_than_a_short_one(neighbours: Neighbours):
    """
    Neither the list of places nor the start page.
    """
    client = neighbours.client(Role.SITE_MANAGER)
    counts = []
    for more in (1, 4):
        for number in range(more):
            neighbours.offered(neighbours.desk.published(neighbours.desk.draft(f"{more}-{number}")))
            neighbours.shown(neighbours.desk.published(neighbours.desk.draft(f"{number}-{more}")))
        for name in ("placements", "wagtailadmin_home"):
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(name)).status_code == 200
            counts.append(len(queries))

    assert counts[:2] == counts[2:]


def test_the_title_in_the_list_leads_to_the_public_page(neighbours: Neighbours):
    """
    To its one address, at the site it is of.
    """
    place = neighbours.offered()
    client = neighbours.client(Role.FINAL)
    shown = client.get(reverse("placements")).content.decode()
    address = reverse("placements_read", args=[place.pk])
    assert f'href="{address}"' in shown

    assert client.get(address)["Location"] == place.page.full_url


def test_a_live_text_with_changes_in_review_can_be_offered(neighbours: Neighbours):
    """
    What is shown is what is live.
    """
    desk = neighbours.desk
    page = desk.published()
    page.title = "修改稿"
    page.save_revision(user=desk.people[Role.EDITOR])
    page = desk.submit(fresh(page))
    address = reverse("placements_offer", args=[page.pk])

    desk.client(Role.EDITOR).post(address, {"home": neighbours.home.pk, "note": ""})

    assert SitePlacement.objects.get().place_state is PlaceState.ASKED


def test_a_pin_in_the_past_is_said_to_be(neighbours: Neighbours):
    """
    And a date without a pin; nothing is lost.
    """
    place = neighbours.offered()
    client = neighbours.client(Role.FINAL)
    where = {"column": neighbours.notices.pk}
    past = step(client, place, "accept", **where, is_pinned="on", pinned_until=date(2020, 1, 1))
    without = step(client, place, "accept", **where, pinned_until=date(2999, 1, 1))

    assert "置顶日期已经过去" in past.content.decode()
    assert "没有勾选" in without.content.decode()
    place.refresh_from_db()
    assert place.place_state is PlaceState.ASKED

"""Where work begins: the login page, the start page, a new text; and who only reads."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from cms.core.public import page_id
from cms.feed.results import Finding, Report, Result, keep
from cms.review.rights import ADMINISTRATORS, Role, State
from tests.cms.feed.test_changes import page_form
from tests.cms.review.desk import Desk


@pytest.mark.django_db
def test_the_login_page_speaks_chinese_and_remembers_nobody(client: Client):
    """
    A session ends with the browser, whatever is ticked.
    """
    page = client.get(reverse("wagtailadmin_login")).content.decode()

    assert "密码" in page and "Password" not in page
    assert "remember" not in page


def test_the_start_page_tells_what_is_held_and_what_is_live(desk: Desk):
    """
    By what the build said last: the reason, or the address.
    """
    held, live = desk.published(desk.draft("有身份证号码")), desk.published(desk.draft("没有问题"))
    keep(
        Report(
            cursor=None,
            records=[
                Result("article", page_id(held), findings=[Finding("正文中有身份证号码")]),
                Result("article", page_id(live), live_at="http://www.example.gov.cn/1.html"),
            ],
        )
    )

    panels = desk.client(Role.EDITOR).get(reverse("wagtailadmin_home")).content.decode()
    start = panels.partition("已发布而未上线")[2]

    assert "正文中有身份证号码" in start.partition("最近发布")[0]
    assert "有身份证号码" in start and 'href="http://www.example.gov.cn/1.html"' in start


def test_what_was_mended_is_held_no_longer(desk: Desk):
    """
    The last word on a page counts.
    """
    page = desk.published()
    keep(Report(None, [Result("article", page_id(page), findings=[Finding("错了")])]))
    keep(
        Report(None, [Result("article", page_id(page), live_at="http://www.example.gov.cn/1.html")])
    )

    start = desk.client(Role.EDITOR).get(reverse("wagtailadmin_home")).content.decode()

    assert "已发布而未上线" not in start


@pytest.mark.parametrize(("role", "may"), [(Role.EDITOR, "文章"), (Role.SITE_MANAGER, "栏目")])
def test_everybody_is_offered_what_they_may_begin(role: Role, may: str, desk: Desk):
    """
    Editors write, site managers arrange columns; each kind with a word on what it is for.
    """
    address = reverse("wagtailadmin_pages:add_subpage", args=[desk.city.news.pk])
    page = desk.client(role).get(address)

    offered = {kind[0] for kind in page.context["kinds"]}
    assert may in offered
    assert ("栏目" in offered) == (role is Role.SITE_MANAGER)
    assert all(kind[3] for kind in page.context["kinds"])
    heading = BeautifulSoup(page.content, "lxml").h1
    assert heading is not None and "中新建" in heading.text


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.EDITOR, "news/article"), (Role.SITE_MANAGER, "columns/column")]
)
def test_texts_are_submitted_and_columns_are_published(role: Role, kind: str, desk: Desk):
    """
    A new column has nobody to be submitted to.
    """
    address = reverse("wagtailadmin_pages:add", args=[*kind.split("/"), desk.city.news.pk])
    shown = desk.client(role).get(address).content.decode()

    assert ("action-submit" in shown) == (role is Role.EDITOR)
    assert ("action-publish" in shown) == (role is Role.SITE_MANAGER)


@pytest.mark.parametrize("role", [Role.FINAL, Role.SITE_MANAGER])
@pytest.mark.parametrize("state", [State.DRAFT, State.LIVE])
def test_who_may_let_a_text_out_or_withdraw_it_can_read_it(role: Role, state: State, desk: Desk):
    """
    The step is offered above the text; that it cannot be changed is said.
    """
    page = desk.at(state)

    shown = desk.client(role).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    text = shown.content.decode()
    assert shown.status_code == 200 and "可以阅读这一稿，不能修改" in text
    assert ("紧急发布" if state is State.DRAFT else "撤下") in text.partition("review-state")[2]


@pytest.mark.parametrize("role", [Role.FINAL, Role.SITE_MANAGER])
def test_who_may_hold_back_a_timed_text_opens_it_from_the_start_page(role: Role, desk: Desk):
    """
    And finds the button there.
    """
    page = desk.at(State.SCHEDULED)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    start = desk.client(role).get(reverse("wagtailadmin_home")).content.decode()
    shown = desk.client(role).get(address).content.decode()

    assert f'href="{address}"' in start
    assert "取消定时发布" in shown


@pytest.mark.parametrize("state", [State.FIRST, State.RETURNED])
def test_a_submission_is_taken_back_in_one_way(state: State, desk: Desk):
    """
    收回送审 above the text, which asks first; no button of Wagtail's below it, which does not.
    """
    page = desk.at(state)

    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = desk.client(Role.EDITOR).get(address).content.decode()

    assert "收回送审" in shown
    assert "action-cancel-workflow" not in shown and "action-restart-workflow" not in shown


def test_every_item_of_the_menu_has_its_icon(desk: Desk):
    """
    An icon that Wagtail does not have leaves a gap in the menu.
    """
    drawn = desk.client(Role.EDITOR).get(reverse("wagtailadmin_sprite")).content.decode()

    missing = [
        item.label
        for item in admin_menu.registered_menu_items
        if item.icon_name and f'id="icon-{item.icon_name}"' not in drawn
    ]
    assert missing == []


def test_each_administrator_begins_with_what_they_look_after(desk: Desk):
    """
    And with what asks for attention: roles that nobody has, and what was refused.
    """
    page = desk.at(State.FIRST)
    desk.people[Role.SECOND].is_active = False
    desk.people[Role.SECOND].save()
    desk.client(Role.EDITOR).get(reverse("review_log"))

    starts = {
        role: desk.client(role).get(reverse("wagtailadmin_home")).content.decode()
        for role in (Role.SYSTEM, Role.SECURITY, Role.AUDIT, Role.EDITOR)
    }

    assert "旧地址转向" in starts[Role.SYSTEM].partition("系统管理")[2]
    vacant = starts[Role.SECURITY].partition("没有可以登录的人")[2]
    assert "复审" in vacant and "终审" not in vacant
    assert "日志" in starts[Role.AUDIT].partition("最近被拒绝的操作")[2]
    assert page.title not in starts[Role.AUDIT]
    assert not any(
        words in starts[Role.EDITOR] for words in ("系统管理", "用户和角色", "最近被拒绝的操作")
    )


@pytest.mark.parametrize("role", Role)
def test_pages_are_searched_by_those_who_have_some(role: Role, desk: Desk):
    """
    An administrator finds none.
    """
    start = desk.client(role).get(reverse("wagtailadmin_home")).content.decode()

    assert ("搜索全部页面" in start) == (role not in ADMINISTRATORS)


def test_what_an_editor_changed_last_is_listed_with_its_state(desk: Desk):
    """
    A draft that was never submitted is found again without a search.
    """
    page = desk.draft("写了一半的稿件")
    form = page_form(desk.city, title="写了一半的稿件", slug="yb")
    desk.client(Role.EDITOR).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)

    start = desk.client(Role.EDITOR).get(reverse("wagtailadmin_home")).content.decode()

    listed = start.partition("最近编辑")[2]
    assert "写了一半的稿件" in listed and "草稿" in listed


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.EDITOR, {"move", "delete"}),
        (Role.SITE_MANAGER, {"move", "delete"}),
        (Role.FIRST, set()),
        (Role.FINAL, set()),
    ],
)
def test_only_what_a_role_may_do_is_offered_for_several_texts(
    role: Role, offered: set[str], desk: Desk
):
    """
    Publishing and withdrawing in bulk are refused to everybody, so nobody finds a button for them.
    """
    desk.published()

    listing = reverse("wagtailadmin_explore", args=[desk.city.notices.pk])
    shown = desk.client(role).get(listing).content.decode()

    assert set(re.findall(r"/bulk/wagtailcore/page/([a-z]+)/", shown)) == offered

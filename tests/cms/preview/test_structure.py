"""What the preview shows of columns, 首页设置 and 机构 is what saving them makes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from builder.drafts import NotShownError
from builder.marking import unmarked
from cms.columns.models import Column, SiteHome, SiteSettings
from cms.institutions.models import BodyProfile
from cms.news.models import Article
from cms.placements.models import SitePlacement
from cms.review.guard import import_right
from cms.review.rights import PlaceState
from tests.cms.feed.city import a_column
from tests.cms.preview.asking import TOKEN, ask
from tests.cms.preview.conftest import Preview, token_in


def same_as_built(preview: Preview, *shown: tuple[str, bytes]) -> None:
    """Each file, without its mark, is the built one."""
    preview.built.bring_up_to_date()
    for path, html in shown:
        assert unmarked(html) != html
        assert unmarked(html) == preview.built.file(path)


def test_a_changed_column_is_previewed_as_it_is_published(preview: Preview):
    """
    Its list under its new address, and the home page whose navigation names it.
    """
    column = preview.city.notices
    column.title, column.slug, column.description = "公告公示", "gggs", "本市的公告"
    column.save_revision()

    shown = [preview.shown(column, show) for show in ("list", "home")]
    assert shown[0][0] == "/gggs/"
    assert all("公告公示" in html.decode() for _, html in shown)
    column.get_latest_revision().publish()

    same_as_built(preview, *shown)


def test_a_new_column_is_previewed_before_it_is_published(preview: Preview):
    """
    As a draft it is in no feed; its empty list is shown where it will be.
    """
    column: Column = a_column("政策解读", "zcjd")
    column.live = False
    preview.city.news.add_child(instance=column)
    column.save_revision()

    path, html = preview.shown(column, "list")
    assert path == "/gzdt/zcjd/"
    column.get_latest_revision().publish()

    same_as_built(preview, (path, html))


def settings_form(preview: Preview, **fields: Any) -> dict[str, Any]:
    """首页设置 as the site manager fills it in."""
    names = (
        "headline", "hot_words", "notice", "emergency", "emergency_text", "emergency_page",
        "emergency_until", "grey_from", "grey_until",
    )  # fmt: skip
    lists = {
        "blocks": inline_formset(
            [
                {"kind": "list", "column": preview.city.news.pk, "count": 4},
                {"kind": "links", "column": "", "count": 1},
            ]
        ),
        "links": inline_formset(
            [
                {"title": "通知", "page": preview.city.article.pk, "url": ""},
                {"title": "查询", "page": "", "url": "https://www.example.org/"},
            ]
        ),
    }
    return nested_form_data({**dict.fromkeys(names, ""), **lists, **fields})


def test_settings_are_previewed_as_they_are_saved(preview: Preview):
    """
    紧急提示, 公告条 and the blocks of the home page, typed and not saved; nothing of it is public meanwhile.
    """
    arguments = ["columns", "sitesettings", preview.city.site.pk]
    form = settings_form(preview, notice="系统今晚维护", emergency="台风红色预警", hot_words="防汛")
    shown = [
        preview.shown_by(
            preview.token_on_screen("wagtailsettings:preview_on_edit", arguments, form, show), show
        )
        for show in ("home", "list")
    ]
    assert [path for path, _ in shown] == ["/", "/tzgg/"]
    assert all("台风红色预警" in html.decode() for _, html in shown)
    preview.built.bring_up_to_date()
    assert "台风红色预警" not in preview.built.file("/").decode()

    preview.editor.post(reverse("wagtailsettings:edit", args=arguments), form)

    same_as_built(preview, *shown)


def test_a_day_of_mourning_is_previewed_in_grey(preview: Preview):
    """
    The style sheet of the site, with the page that is looked at; on another day it has its colours.
    """
    arguments = ["columns", "sitesettings", preview.city.site.pk]
    today = timezone.localdate()

    def style(first: date) -> bytes:
        form = settings_form(preview, grey_from=first, grey_until=first)
        view = "wagtailsettings:preview_on_edit"
        token = preview.token_on_screen(view, arguments, form, "home")
        found = preview.file(preview.draft(token), "/static/site.css")
        assert isinstance(found.content, bytes)
        return found.content

    assert style(today + timedelta(days=9)) == preview.built.file("/static/site.css")
    assert b"grayscale" in style(today)
    assert not SiteSettings.objects.filter(is_grey=True).exists()


def test_a_body_is_previewed_on_the_page_that_describes_it(preview: Preview):
    """
    Duties and contact, typed and not saved; before there is such a page a sentence says so.
    """
    city = preview.city
    form = nested_form_data(
        {
            "name": city.body.name, "short_name": "", "credit_code": city.body.credit_code,
            "parent": "", "functions": rich_text("<p>主管新的示例事务。</p>"), "position": "0",
            "address": "示例市新区一路2号", "phone": "0999-99990002", "hours": "",
        }
    )  # fmt: skip
    view = "wagtailsnippets_bodies_body:preview_on_edit"
    token = preview.token_on_screen(view, [city.body.pk], form, "page")
    with pytest.raises(NotShownError, match="还没有网页说明这个机构"):
        preview.shown_by(token, "page")

    with import_right("test"):
        profile = city.notices.add_child(
            instance=BodyProfile(title="机构职能", described_body=city.body)
        )
        profile.save_revision().publish()
    preview.built.bring_up_to_date()
    shown = preview.shown_by(token, "page")
    assert "主管新的示例事务" in shown[1].decode()
    for name, value in form.items():
        if name in ("address", "phone"):
            setattr(city.body, name, value)
    city.body.functions = "<p>主管新的示例事务。</p>"
    city.body.save_revision().publish()

    same_as_built(preview, shown)


def test_a_place_at_another_site_is_previewed_before_it_is_decided(preview: Preview):
    """
    The list of the column that was chosen, with the text of the other site in it; nothing is decided by looking.
    """
    city = preview.city
    home = Page.get_first_root_node().add_child(instance=SiteHome(title="邻居", slug="neighbour"))
    Site.objects.create(hostname="neighbour.example.gov.cn", root_page=home)
    column = home.add_child(instance=a_column("公告", "gg"))
    with import_right("test"):
        text = column.add_child(instance=Article(title="邻居的通知"))
        text.save_revision().publish()
    preview.built.bring_up_to_date()
    place = SitePlacement.objects.create(page=text, home=city.home, is_offer=True, asked_by="邻居")
    address = reverse("placements_step", args=[place.pk, "accept"])

    answer = preview.editor.post(
        address, {"column": city.news.pk, "is_pinned": "on", "preview": "1"}
    )
    shown = preview.shown_by(token_in(answer, "list"), "list")
    assert shown[0] == "/gzdt/"
    assert "邻居的通知" in shown[1].decode()
    place.refresh_from_db()
    assert place.place_state is PlaceState.ASKED
    preview.editor.post(address, {"column": city.news.pk, "is_pinned": "on"})

    same_as_built(preview, shown)


def test_what_was_deleted_meanwhile_is_said_to_be(preview: Preview):
    """
    The token of a column that is gone.
    """
    column = a_column("临时", "ls")
    preview.city.home.add_child(instance=column)
    column.save_revision()
    token = preview.token(column, "list")
    column.delete()

    answer = ask(token)

    assert (answer.status_code, answer.content.decode()) == (410, "要预览的内容已经删除。\n")


def test_a_column_below_one_that_is_not_public_has_no_preview_yet(preview: Preview):
    """
    A sentence for the editor.
    """
    above, column = a_column("上级", "sj"), a_column("下级", "xj")
    above.live = column.live = False
    preview.city.home.add_child(instance=above)
    above.add_child(instance=column)
    column.save_revision()
    token = preview.token(column, "list")

    answer = Client().get(reverse("feed-preview", args=[token]), headers=TOKEN)

    assert answer.status_code == 409
    assert "请先发布上级栏目" in answer.content.decode()

"""What the forms of columns and redirects refuse, because the build could not make it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from cms.columns.models import Column, Redirect


@pytest.mark.parametrize("depth", [None, 3])
def test_a_main_column_does_not_take_a_folder_of_the_build(depth: int | None, db: None):
    """
    Two outputs for one address would stop every site.
    """
    with pytest.raises(ValidationError, match="系统保留"):
        Column(title="搜索", slug="search", depth=depth).clean()


def test_below_another_column_the_name_is_free(db: None):
    """
    `/zwgk/search/` is nobody's.
    """
    Column(title="搜索", slug="search", depth=4).clean()


@pytest.mark.parametrize("slug", ["视频新闻", "Spxw", "sp_xw", "-spxw"])
def test_the_path_of_a_column_is_typed_on_any_keyboard(slug: str, db: None):
    """
    Left alone it would be the title, in Chinese, of which the preview made an error.
    """
    with pytest.raises(ValidationError, match="小写字母和数字"):
        Column(title="视频新闻", slug=slug, depth=4).clean()


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("old.html", "应以“/”开头"),
        ("//other.example/x.html", "应以“/”开头"),
        ("/a/../b.html", "应以“/”开头"),
        ("/a;\n/b.html", "看不见的字符"),
    ],
)
def test_an_old_address_is_a_path(path: str, sentence: str):
    """
    It becomes a line of the web server's map and, for a page, a file.
    """
    with pytest.raises(ValidationError, match=sentence):
        Redirect(path=path, link_url="https://www.example.gov.cn/").clean()


def test_a_redirect_leads_somewhere():
    """
    Without a target the row would do nothing.
    """
    with pytest.raises(ValidationError, match="没有写明转到哪里"):
        Redirect(path="/old.html").clean()
    Redirect(path="/old.html", page=Page(pk=1), site=Site(pk=1)).clean()

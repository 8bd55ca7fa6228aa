"""Redirects in the admin."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.columns.models import Redirect


class RedirectViewSet(SnippetViewSet):
    """旧地址转向 stands among the settings: few editors ever need it."""

    model = Redirect
    icon = "redirect"
    add_to_settings_menu = True
    list_display = ["path", "site", "page", "link_url"]
    search_fields = ["path"]


register_snippet(RedirectViewSet)

"""Bodies in the admin."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.bodies.models import Body


class BodyViewSet(SnippetViewSet):
    """机构 stands in the main menu: every editor needs it."""

    model = Body
    icon = "group"
    menu_label = "机构"
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["name", "credit_code", "parent"]
    search_fields = ["name", "short_name"]


register_snippet(BodyViewSet)

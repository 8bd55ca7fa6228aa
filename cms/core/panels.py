"""
The tabs of the page editor.
"""

from __future__ import annotations

from collections.abc import Sequence

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import ObjectList, Panel, TabbedInterface
from wagtail.models import Page


def page_tabs(
    content: Sequence[Panel],
    promote: Sequence[Panel],
    form: type[WagtailAdminPageForm] = WagtailAdminPageForm,
) -> TabbedInterface:
    """What a page says, where it is shown, and Wagtail's own tab of settings."""
    return TabbedInterface(
        [
            ObjectList(content, heading="内容"),
            ObjectList(promote, heading="栏目与展示"),
            ObjectList(Page.settings_panels, heading="发布设置"),
        ],
        base_form_class=form,
    )

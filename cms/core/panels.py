"""
The tabs of the page editor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wagtail.admin.panels import InlinePanel, ObjectList, Panel, PanelGroup, TabbedInterface
from wagtail.models import Page


def page_tabs(content: Sequence[Panel], promote: Sequence[Panel]) -> TabbedInterface:
    """What a page says, where it is shown, and Wagtail's own tab of settings; the form is the model's own."""
    return TabbedInterface(
        [
            ObjectList(content, heading="内容"),
            ObjectList(promote, heading="栏目与展示"),
            ObjectList(Page.settings_panels, heading="发布设置"),
        ]
    )


def list_headings(model: type[Page]) -> dict[str, str]:
    """Relation → heading, of the lists in the editor of a page type."""
    return {
        panel.relation_name: str(panel.heading)
        for panel in _leaves(model.edit_handler)
        if isinstance(panel, InlinePanel)
    }


def _leaves(panel: Panel) -> Iterator[Panel]:
    if isinstance(panel, PanelGroup):
        for child in panel.children:
            yield from _leaves(child)
    else:
        yield panel

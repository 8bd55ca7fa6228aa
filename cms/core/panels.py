"""
The tabs of the page editor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PanelGroup,
    TabbedInterface,
)
from wagtail.models import Page


class CorrectionPanel(MultiFieldPanel):
    """更正, which only what was public once can need."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            page = self.instance
            was_public = page.pk is not None and (page.live or page.first_published_at is not None)
            return was_public and super().is_shown()


def text_panel(heading: str = "") -> FieldPanel:
    """正文, which some types call something else."""
    return FieldPanel(
        "body",
        heading=heading,
        help_text="点击“⊕”添加文字、图片或表格；从 Word 复制的，粘贴到“文字”中。",
    )


def attachments_panel(
    heading: str = "附件",
    help_text: str = "供读者下载的文件，如 PDF、表格。正文的内容不要只放在附件里。",
) -> InlinePanel:
    """Files below the text."""
    return InlinePanel("attachments", label="附件", heading=heading, help_text=help_text)


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

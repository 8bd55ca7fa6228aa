"""
Three paragraph styles of the 公文 in the editor: centred, set to the right (落款), and flush (主送机关).
And no help menu: it leads to pages in English on the internet, which the desk cannot reach.
"""

from typing import Any

import wagtail.admin.rich_text.editors.draftail.features as draftail
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import BlockElementHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

ALIGNMENTS = {
    "align-center": ("居中", "中"),
    "align-right": ("居右（落款）", "右"),
    "no-indent": ("顶格（主送机关）", "顶"),
}


@hooks.register("register_rich_text_features")
def register_alignments(features: FeatureRegistry) -> None:
    """Make each of `ALIGNMENTS` a paragraph style of the editor."""
    for name, (description, label) in ALIGNMENTS.items():
        features.register_editor_plugin(
            "draftail",
            name,
            draftail.BlockFeature(
                {"type": name, "label": label, "description": description, "element": "p"},
                css={"all": ["core/alignments.css"]},
            ),
        )
        features.register_converter_rule(
            "contentstate",
            name,
            {
                "from_database_format": {f'p[class="{name}"]': BlockElementHandler(name)},
                "to_database_format": {
                    "block_map": {name: {"element": "p", "props": {"class": name}}}
                },
            },
        )


@hooks.register("construct_help_menu")
def leave_out_help(_request: Any, items: list[Any]) -> None:
    """An empty menu is not shown."""
    items.clear()

"""Labels that Wagtail writes in its code, past its catalogues of words: they are put into Chinese where they are made."""

from __future__ import annotations

from wagtail.admin.forms import choosers
from wagtail.admin.paginator import WagtailPaginator
from wagtail.sites.views import IndexView

_FIELDS = {
    "link_text": "链接文字",
    "email_address": "电子邮箱",
    "subject": "邮件主题",
    "body": "邮件正文",
    "phone_number": "电话号码",
}
_LINKS = (
    choosers.ExternalLinkChooserForm,
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.PhoneLinkChooserForm,
)
_COLUMNS = {"port": "端口", "site_name": "网站名称", "root_page": "首页"}


def connect() -> None:
    """Once, when the admin starts."""
    for form in _LINKS:
        for name, field in form.base_fields.items():
            field.label = _FIELDS.get(name, field.label)
    for column in IndexView.columns:
        column.label = _COLUMNS.get(column.name, column.label)
    WagtailPaginator.items_count_label = property(lambda paginator: f"共 {paginator.count} 项")

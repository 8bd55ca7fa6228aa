from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Pictures and attachments, by content."""

    name = "cms.media"
    label = "media"
    verbose_name = "图片与附件"

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Rights, reviews and the log."""

    name = "cms.review"
    label = "review"
    verbose_name = "审核"

    def ready(self) -> None:
        from django.contrib.auth import get_user_model

        from cms.review import append_only, audit, guard, separation, sessions, sidebar, wording

        get_user_model().get_full_name = audit.full_name
        append_only.connect()
        audit.connect()
        guard.connect()
        separation.connect()
        sessions.connect()
        sidebar.connect()
        wording.connect()

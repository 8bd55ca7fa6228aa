from django.db import migrations

from cms.feed.triggers import InstallTriggers


class Migration(migrations.Migration):
    """Runs last of what the watched tables need; tables made later are taken up after their migration."""

    dependencies = [
        ("feed", "0001_initial"),
        ("core", "0001_initial"),
        ("columns", "0001_initial"),
        ("bodies", "0001_initial"),
        ("news", "0001_initial"),
        ("policies", "0001_initial"),
        ("media", "0001_initial"),
    ]

    operations = [InstallTriggers()]

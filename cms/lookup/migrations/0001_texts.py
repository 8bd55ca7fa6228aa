from django.db import migrations, models

from cms.lookup import bigrams


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(bigrams.CREATE)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(bigrams.DROP)


class Migration(migrations.Migration):
    """Pages that are there already are noted, so that their texts are taken."""

    initial = True

    dependencies = [("wagtailcore", "0094_alter_page_locale")]

    operations = [
        migrations.CreateModel(
            name="PageText",
            fields=[
                ("page_pk", models.BigIntegerField(primary_key=True, serialize=False)),
                ("head", models.TextField()),
                ("body", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="StalePage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page_pk", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunSQL(
            "INSERT INTO lookup_stalepage (page_pk) SELECT id FROM wagtailcore_page",
            migrations.RunSQL.noop,
        ),
    ]

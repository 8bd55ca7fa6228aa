from django.db import migrations, models


def mark_held(apps, schema_editor):
    """Those that were reported before."""
    results = apps.get_model("feed", "PublicationResult").objects
    results.exclude(findings=[]).update(is_held=True)


class Migration(migrations.Migration):

    dependencies = [
        ('feed', '0002_triggers'),
    ]

    operations = [
        migrations.AddField(
            model_name='publicationresult',
            name='is_held',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark_held, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='publicationresult',
            index=models.Index(condition=models.Q(('is_held', True)), fields=['reported_at'], name='held_result'),
        ),
    ]

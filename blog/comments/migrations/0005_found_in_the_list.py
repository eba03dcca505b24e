"""Indexes for what the moderators' list is narrowed by; two that only PostgreSQL has."""

from django.db import migrations, models


def add_postgresql_indexes(apps, schema_editor):
    for model, index in _postgresql_indexes(apps, schema_editor):
        schema_editor.add_index(model, index)


def remove_postgresql_indexes(apps, schema_editor):
    for model, index in _postgresql_indexes(apps, schema_editor):
        schema_editor.remove_index(model, index)


def _postgresql_indexes(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    from django.contrib.postgres.indexes import GinIndex

    from blog.comments.models.searching import word_index

    yield apps.get_model("reader_comments", "readercomment"), word_index()
    yield (
        apps.get_model("reader_comments", "decision"),
        GinIndex(
            fields=["signals"], opclasses=["jsonb_path_ops"], name="decisions_by_signal"
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("reader_comments", "0004_prepared_replies")]

    operations = [
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                fields=["submitted_at", "id", "status"],
                condition=models.Q(("link_count__gt", 0)),
                name="comments_with_links",
            ),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                fields=["submitted_at", "id", "status"],
                condition=models.Q(("verified", True)),
                name="comments_verified",
            ),
        ),
        migrations.AddIndex(
            model_name="readercomment",
            index=models.Index(
                fields=["submitted_at", "id", "status"],
                condition=models.Q(("phi_flag", True)),
                name="comments_personal",
            ),
        ),
        migrations.RunPython(add_postgresql_indexes, remove_postgresql_indexes),
    ]

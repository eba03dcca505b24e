from django.db import migrations, models


def mark_what_the_clinic_said(apps, schema_editor):
    comments = apps.get_model("reader_comments", "ReaderComment").objects
    comments.filter(staff_user__isnull=False).update(is_from_the_clinic=True)


class Migration(migrations.Migration):

    dependencies = [
        ("reader_comments", "0007_what_was_learned"),
    ]

    operations = [
        migrations.AddField(
            model_name="readercomment",
            name="is_from_the_clinic",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(
            mark_what_the_clinic_said, migrations.RunPython.noop, elidable=True
        ),
    ]

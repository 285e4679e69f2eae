import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80, verbose_name="Art")),
                ("number", models.BigIntegerField(verbose_name="Nummer")),
                ("text", models.TextField(max_length=1000, verbose_name="Was zu berichtigen ist")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gebeten am"),
                ),
                ("done_at", models.DateTimeField(null=True, verbose_name="erledigt am")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="privacy.privacycase",
                        verbose_name="Anfrage",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="erledigt von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Berichtigung",
                "verbose_name_plural": "Berichtigungen",
                "ordering": ["done_at", "asked_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["kind"], name="corrections_open"
                    )
                ],
            },
        ),
    ]

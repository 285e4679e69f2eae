import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import goslar_portal.journal.models


class Migration(migrations.Migration):
    dependencies = [
        ("integration", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "transaction_number",
                    models.BigIntegerField(db_default=goslar_portal.journal.models.TransactionNumber()),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(verbose_name="Stelle")),
                (
                    "slug",
                    models.CharField(
                        help_text="Kleine Buchstaben, Ziffern und Bindestrich.",
                        max_length=60,
                        verbose_name="Adresse",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("start", "Startseite"),
                            ("root", "Übersicht"),
                            ("topic", "Thema"),
                            ("archive", "Archiv"),
                            ("service", "Service-Seite"),
                            ("area", "Text auf einer anderen Seite"),
                        ],
                        default="topic",
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("in_menu", models.BooleanField(default=True, verbose_name="in Listen zeigen")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leitung", "Leitung"),
                            ("wohnraum", "Wohnraum"),
                            ("redaktion", "Redaktion"),
                            ("demokratie", "Demokratie"),
                            ("beratung", "Beratung und Sprachmittlung"),
                            ("datenschutz", "Datenschutz"),
                            ("technik", "Technik"),
                        ],
                        default="redaktion",
                        max_length=40,
                        verbose_name="zuständig",
                    ),
                ),
                (
                    "review_months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="prüfen nach Monaten"),
                ),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="nächste Prüfung")),
                ("archived_on", models.DateField(blank=True, null=True, verbose_name="im Archiv seit")),
                (
                    "needs_confirmation",
                    models.TextField(blank=True, verbose_name="vom Landkreis zu bestätigen"),
                ),
            ],
            options={
                "verbose_name": "Änderung: Seite",
                "verbose_name_plural": "Änderungen: Seiten",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PageVersionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "transaction_number",
                    models.BigIntegerField(db_default=goslar_portal.journal.models.TransactionNumber()),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Entwurf"),
                            ("published", "veröffentlicht"),
                            ("superseded", "abgelöst"),
                            ("withdrawn", "zurückgezogen"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("published_at", models.DateTimeField(null=True, verbose_name="veröffentlicht")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="beendet")),
            ],
            options={
                "verbose_name": "Änderung: Fassung",
                "verbose_name_plural": "Änderungen: Fassungen",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="page",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "integration_pagehistory" ("archived_on", "id", "in_menu", "kind", "needs_confirmation", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "review_months", "review_on", "role", "slug") VALUES (NEW."archived_on", NEW."id", NEW."in_menu", NEW."kind", NEW."needs_confirmation", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."review_months", NEW."review_on", NEW."role", NEW."slug"); RETURN NULL;',
                    hash="67ed0cd99fc567508180d2afd43f7b02afa6fe14",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_97d03",
                    table="integration_page",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="page",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."in_menu" IS DISTINCT FROM (NEW."in_menu") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."review_months" IS DISTINCT FROM (NEW."review_months") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."archived_on" IS DISTINCT FROM (NEW."archived_on") OR OLD."needs_confirmation" IS DISTINCT FROM (NEW."needs_confirmation"))',
                    func='INSERT INTO "integration_pagehistory" ("archived_on", "id", "in_menu", "kind", "needs_confirmation", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "review_months", "review_on", "role", "slug") VALUES (NEW."archived_on", NEW."id", NEW."in_menu", NEW."kind", NEW."needs_confirmation", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."review_months", NEW."review_on", NEW."role", NEW."slug"); RETURN NULL;',
                    hash="15f204d28dc890955d13c9affd5f0f8f617d1d1c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_93abf",
                    table="integration_page",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="page",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "integration_pagehistory" ("archived_on", "id", "in_menu", "kind", "needs_confirmation", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "review_months", "review_on", "role", "slug") VALUES (OLD."archived_on", OLD."id", OLD."in_menu", OLD."kind", OLD."needs_confirmation", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."review_months", OLD."review_on", OLD."role", OLD."slug"); RETURN NULL;',
                    hash="c98674312be19255faedbd72d6f776772a357a65",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cc673",
                    table="integration_page",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pageversion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "integration_pageversionhistory" ("ended_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "state") VALUES (NEW."ended_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."published_at", NEW."state"); RETURN NULL;',
                    hash="de89171f7a575adade5836e68f4214dbb9c07683",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c97c8",
                    table="integration_pageversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pageversion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at"))',
                    func='INSERT INTO "integration_pageversionhistory" ("ended_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "state") VALUES (NEW."ended_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."published_at", NEW."state"); RETURN NULL;',
                    hash="9c70466cac0d05fc42d91a433d5c327ec5593010",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_98d34",
                    table="integration_pageversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pageversion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "integration_pageversionhistory" ("ended_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "state") VALUES (OLD."ended_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."published_at", OLD."state"); RETURN NULL;',
                    hash="044beaa19baee7cdae3a2360b28cf0f9f576c258",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_97a13",
                    table="integration_pageversion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="pagehistory",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="integration.page",
                verbose_name="gehört zu",
            ),
        ),
        migrations.AddField(
            model_name="pagehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="integration.page",
            ),
        ),
        migrations.AddField(
            model_name="pageversionhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="integration.pageversion",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pagehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=" RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="0dc2eb29b5ccc0c827f2480de949969d57df32f5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_2c601",
                    table="integration_pagehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pageversionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=" RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="0eeda2f87b9f7f20a3fc3b0f2c51d3e94495e36e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_7b1d1",
                    table="integration_pageversionhistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]

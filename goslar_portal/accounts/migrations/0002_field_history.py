import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import goslar_portal.journal.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="MembershipHistory",
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
            ],
            options={
                "verbose_name": "Änderung: Rolle eines Kontos",
                "verbose_name_plural": "Änderungen: Rollen der Konten",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="UserHistory",
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
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="E-Mail-Adresse")),
                ("display_name", models.CharField(max_length=120, verbose_name="Name")),
                ("is_active", models.BooleanField(default=True, verbose_name="aktiv")),
                ("ends_at", models.DateTimeField(editable=False, null=True, verbose_name="endet am")),
            ],
            options={
                "verbose_name": "Änderung: Konto",
                "verbose_name_plural": "Änderungen: Konten",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[],
            options={
                "verbose_name": "Rolle eines Kontos",
                "verbose_name_plural": "Rollen der Konten",
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("accounts.user_groups",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_userhistory" ("display_name", "email", "ends_at", "id", "is_active", "is_superuser", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."display_name", NEW."email", NEW."ends_at", NEW."id", NEW."is_active", NEW."is_superuser", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="f661f2642c016c3b43e37570360dadb71120b0db",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3867c",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."display_name" IS DISTINCT FROM (NEW."display_name") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at"))',
                    func='INSERT INTO "accounts_userhistory" ("display_name", "email", "ends_at", "id", "is_active", "is_superuser", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."display_name", NEW."email", NEW."ends_at", NEW."id", NEW."is_active", NEW."is_superuser", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="7de7da03ec520787ea0af2248a9a59b4c3ab5a0d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0e890",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="accounts_userhistory_goes_along",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM accounts_userhistory WHERE pgh_obj_id = OLD.id; RETURN NULL;",
                    hash="57beef8a380524bf663e398db735e0e4e3ff3fc5",
                    operation="DELETE",
                    pgid="pgtrigger_accounts_userhistory_goes_along_05169",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="accounts_membershiphistory_goes_along",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM accounts_membershiphistory WHERE user_id = OLD.id; RETURN NULL;",
                    hash="0969c58dfbf5a277b2de09b179870515ce846488",
                    operation="DELETE",
                    pgid="pgtrigger_accounts_membershiphistory_goes_along_7ba91",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="membershiphistory",
            name="group",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="auth.group",
            ),
        ),
        migrations.AddField(
            model_name="membershiphistory",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="userhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="membershiphistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="accounts.membership",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_membershiphistory" ("group_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."group_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="b7aae9c349bdacc57c847989167977de925f6bc7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fc05a",
                    table="accounts_user_groups",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."group_id" IS DISTINCT FROM (NEW."group_id"))',
                    func='INSERT INTO "accounts_membershiphistory" ("group_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."group_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="4075271cf4953157e6b166109a0ae3af59619dfa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_20ab5",
                    table="accounts_user_groups",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_membershiphistory" ("group_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."group_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;',
                    hash="f22cd53558324d7c8da4be80bc45ae3d608767a5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19a8f",
                    table="accounts_user_groups",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="userhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = OLD.pgh_obj_id) THEN RETURN OLD; END IF; RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="f70b0e3029f6a9e972bad4795b2e0c9a7681d217",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_48d6e",
                    table="accounts_userhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershiphistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = OLD.user_id) THEN RETURN OLD; END IF; RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="fba9aa2fa5cee4bb807d36063803af85dbc1d46e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_27f54",
                    table="accounts_membershiphistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]

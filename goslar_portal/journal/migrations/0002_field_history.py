from django.db import migrations, models

import goslar_portal.journal.models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
    ]

    # In two steps, so that earlier lines stay without a transaction instead of all getting that of today.
    operations = [
        migrations.AddField(
            model_name="entry",
            name="transaction_number",
            field=models.BigIntegerField(null=True, verbose_name="Transaktion"),
        ),
        migrations.AlterField(
            model_name="entry",
            name="transaction_number",
            field=models.BigIntegerField(
                db_default=goslar_portal.journal.models.TransactionNumber(),
                null=True,
                verbose_name="Transaktion",
            ),
        ),
    ]

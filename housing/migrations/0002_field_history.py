import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import goslar_portal.dates
import goslar_portal.journal.models


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaBonusHistory",
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
                ("code", models.CharField(max_length=40, verbose_name="Schlüssel")),
                ("label", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                ("area", models.PositiveSmallIntegerField(verbose_name="zusätzliche m²")),
                (
                    "rent_effect",
                    models.CharField(
                        choices=[("none", "keine"), ("next_household_size", "wie eine Person mehr")],
                        default="none",
                        max_length=20,
                        verbose_name="Wirkung auf den Betrag",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="Quelle")),
            ],
            options={
                "verbose_name": "Änderung: Mehrbedarf Fläche",
                "verbose_name_plural": "Änderungen: Mehrbedarf Fläche",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ConsentHistory",
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
                    "given_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="erteilt am"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Internet"),
                            ("phone", "Telefon"),
                            ("paper", "Brief oder Formular"),
                            ("counter", "Persönlich vor Ort"),
                            ("email", "E-Mail"),
                        ],
                        max_length=10,
                        verbose_name="auf welchem Weg",
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="Nachweis")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="zurückgenommen am"),
                ),
            ],
            options={
                "verbose_name": "Änderung: Einwilligung",
                "verbose_name_plural": "Änderungen: Einwilligungen",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ConsentTextHistory",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("privacy_read", "Datenschutzhinweise gelesen"),
                            ("store", "Angebot speichern und ansprechen"),
                            ("share_household", "Name und Telefon an einen Haushalt geben"),
                            ("share_partners", "Angebot an Städte, Gemeinden und Verbände geben"),
                            ("pool", "Später nach weiteren Wohnungen fragen"),
                        ],
                        max_length=20,
                        verbose_name="Einwilligung",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="Version")),
                ("language", models.CharField(default="de", max_length=12, verbose_name="Sprache")),
                ("label", models.CharField(max_length=300, verbose_name="Satz am Kästchen")),
                ("text", models.TextField(blank=True, verbose_name="Erläuterung")),
                ("valid_from", models.DateField(default=goslar_portal.dates.today, verbose_name="gilt ab")),
                (
                    "needs_confirmation",
                    models.CharField(blank=True, max_length=300, verbose_name="vom Landkreis zu bestätigen"),
                ),
            ],
            options={
                "verbose_name": "Änderung: Einwilligungstext",
                "verbose_name_plural": "Änderungen: Einwilligungstexte",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LandlordHistory",
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
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("owner", "Eigentümer/in"),
                            ("manager", "Hausverwaltung"),
                            ("main_tenant", "Hauptmieter/in"),
                            ("company", "Wohnungsunternehmen"),
                            ("agent", "bevollmächtigt"),
                        ],
                        max_length=20,
                        verbose_name="Rolle",
                    ),
                ),
                ("company", models.CharField(blank=True, max_length=120, verbose_name="Firma")),
                ("first_name", models.CharField(blank=True, max_length=60, verbose_name="Vorname")),
                ("last_name", models.CharField(blank=True, max_length=60, verbose_name="Nachname")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-Mail")),
                (
                    "email_confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="E-Mail bestätigt am"),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="Telefon"
                    ),
                ),
                ("email_only", models.BooleanField(default=False, verbose_name="bitte nur per E-Mail")),
                (
                    "postal_street",
                    models.CharField(blank=True, max_length=120, verbose_name="Straße und Hausnummer"),
                ),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="Postleitzahl")),
                ("postal_town", models.CharField(blank=True, max_length=80, verbose_name="Ort")),
                (
                    "contact_times",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("morning", "vormittags"),
                                ("afternoon", "nachmittags"),
                                ("evening", "abends"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Erreichbar",
                    ),
                ),
                ("contact_languages", models.CharField(blank=True, max_length=80, verbose_name="Sprachen")),
                (
                    "language",
                    models.CharField(default="de", max_length=12, verbose_name="Sprache der Schreiben"),
                ),
                (
                    "do_not_contact",
                    models.BooleanField(
                        default=False,
                        help_text="Hält alle Schreiben an, außer den rechtlich nötigen.",
                        verbose_name="nicht mehr anschreiben",
                    ),
                ),
            ],
            options={
                "verbose_name": "Änderung: Vermieterin oder Vermieter",
                "verbose_name_plural": "Änderungen: Vermieterinnen und Vermieter",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OfferHistory",
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
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("flat", "Wohnung"),
                            ("house", "Einfamilienhaus"),
                            ("terraced_house", "Doppel- oder Reihenhaus"),
                            ("granny_flat", "Einliegerwohnung"),
                            ("room", "Zimmer (WG oder Untermiete)"),
                            ("holiday_flat", "Ferienwohnung auf Dauer"),
                            ("other", "Sonstiges"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Art des Wohnraums",
                    ),
                ),
                (
                    "self_contained",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Eigener abschließbarer Eingang",
                    ),
                ),
                (
                    "district_text",
                    models.CharField(blank=True, max_length=60, verbose_name="Ortsteil in eigenen Worten"),
                ),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="Postleitzahl")),
                ("street", models.CharField(blank=True, max_length=120, verbose_name="Straße")),
                ("house_number", models.CharField(blank=True, max_length=10, verbose_name="Hausnummer")),
                ("floor", models.SmallIntegerField(blank=True, null=True, verbose_name="Etage")),
                ("attic", models.BooleanField(default=False, verbose_name="Dachgeschoss")),
                (
                    "living_area",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="Wohnfläche in m²"
                    ),
                ),
                (
                    "rooms",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=3,
                        null=True,
                        verbose_name="Zimmer (ohne Küche und Bad)",
                    ),
                ),
                (
                    "bedrooms",
                    models.SmallIntegerField(blank=True, null=True, verbose_name="davon Schlafräume"),
                ),
                ("available_now", models.BooleanField(default=False, verbose_name="sofort frei")),
                ("available_from", models.DateField(blank=True, null=True, verbose_name="Frei ab")),
                (
                    "rental_term",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unlimited", "unbefristet"),
                            ("fixed", "befristet"),
                            ("open", "noch offen"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Mietdauer",
                    ),
                ),
                ("fixed_until", models.DateField(blank=True, null=True, verbose_name="Befristet bis")),
                (
                    "max_persons",
                    models.SmallIntegerField(
                        blank=True, null=True, verbose_name="Höchstens für wie viele Personen"
                    ),
                ),
                (
                    "net_cold_rent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        verbose_name="Kaltmiete (ohne Nebenkosten, Heizung, Garage)",
                    ),
                ),
                (
                    "all_inclusive",
                    models.BooleanField(default=False, verbose_name="Die Miete ist eine Pauschale mit allem"),
                ),
                (
                    "operating_costs",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        verbose_name="Kalte Betriebskosten (Wasser, Müll, Grundsteuer …)",
                    ),
                ),
                (
                    "operating_costs_unknown",
                    models.BooleanField(default=False, verbose_name="Betriebskosten noch nicht bekannt"),
                ),
                (
                    "heating_costs",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="Heizung"
                    ),
                ),
                (
                    "heating_by_tenant",
                    models.BooleanField(default=False, verbose_name="Mieter schließt eigenen Vertrag"),
                ),
                (
                    "hot_water",
                    models.CharField(
                        choices=[
                            ("central", "über die Zentralheizung"),
                            ("own_boiler", "eigener Boiler oder Durchlauferhitzer"),
                            ("unknown", "weiß nicht"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="Warmwasser",
                    ),
                ),
                (
                    "energy_source",
                    models.CharField(
                        choices=[
                            ("gas", "Gas"),
                            ("oil", "Öl"),
                            ("district_heat", "Fernwärme"),
                            ("heat_pump", "Wärmepumpe"),
                            ("electricity", "Strom"),
                            ("wood", "Holz oder Pellets"),
                            ("coal", "Kohle"),
                            ("other", "andere"),
                            ("unknown", "weiß nicht"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="Heizung mit",
                    ),
                ),
                (
                    "parking_rent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        verbose_name="Stellplatz oder Garage",
                    ),
                ),
                (
                    "parking_required",
                    models.BooleanField(default=False, verbose_name="Stellplatz muss mitgemietet werden"),
                ),
                (
                    "furniture_surcharge",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        verbose_name="Zuschlag für Möbel",
                    ),
                ),
                (
                    "deposit",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="Kaution"
                    ),
                ),
                (
                    "deposit_terms",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Kaution auch in Raten oder als Zusage des Amtes",
                    ),
                ),
                (
                    "kitchen",
                    models.CharField(
                        choices=[
                            ("fitted", "Einbauküche"),
                            ("stove_and_sink", "Herd und Spüle"),
                            ("connections_only", "nur Anschlüsse"),
                            ("shared", "Mitbenutzung"),
                            ("unknown", "weiß nicht"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="Küche",
                    ),
                ),
                (
                    "bath",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("shower", "Dusche"), ("tub", "Badewanne"), ("window", "Fenster")],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Bad",
                    ),
                ),
                (
                    "bath_shared",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="geteiltes Bad",
                    ),
                ),
                (
                    "furnished",
                    models.CharField(
                        choices=[
                            ("no", "nein"),
                            ("partly", "teilweise"),
                            ("fully", "vollständig"),
                            ("unknown", "weiß nicht"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="Möbliert",
                    ),
                ),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("stairs", "Treppen"),
                            ("few_steps", "wenige Stufen"),
                            ("step_free", "stufenlos"),
                            ("wheelchair", "rollstuhlgerecht"),
                            ("unknown", "weiß nicht"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="Zugang",
                    ),
                ),
                (
                    "lift",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Aufzug",
                    ),
                ),
                (
                    "balcony_garden",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Balkon oder Garten",
                    ),
                ),
                (
                    "cellar",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Keller",
                    ),
                ),
                (
                    "washing_connection",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Waschmaschinenanschluss",
                    ),
                ),
                (
                    "parking",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Stellplatz",
                    ),
                ),
                (
                    "internet",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Internetanschluss",
                    ),
                ),
                (
                    "smoke_detectors",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Rauchmelder",
                    ),
                ),
                (
                    "pets",
                    models.CharField(
                        choices=[
                            ("allowed", "erlaubt"),
                            ("by_arrangement", "nach Absprache"),
                            ("no", "nein"),
                            ("unknown", "weiß nicht"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="Haustiere",
                    ),
                ),
                (
                    "shared_flat_ok",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Für eine WG geeignet",
                    ),
                ),
                (
                    "wbs_required",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nein"), ("unknown", "weiß nicht")],
                        default="unknown",
                        max_length=8,
                        verbose_name="Nur mit Wohnberechtigungsschein",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("ready", "bezugsfertig"),
                            ("small_works", "kleinere Arbeiten nötig"),
                            ("renovation", "Renovierung nötig"),
                            ("unknown", "weiß nicht"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="Zustand",
                    ),
                ),
                ("ready_by", models.DateField(blank=True, null=True, verbose_name="fertig bis")),
                (
                    "energy_certificate",
                    models.CharField(
                        choices=[
                            ("available", "liegt vor"),
                            ("in_progress", "in Arbeit"),
                            ("not_required", "nicht erforderlich"),
                            ("unknown", "weiß nicht"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="Energieausweis",
                    ),
                ),
                (
                    "energy_kind",
                    models.CharField(
                        blank=True,
                        choices=[("demand", "Bedarfsausweis"), ("consumption", "Verbrauchsausweis")],
                        default="",
                        max_length=20,
                        verbose_name="Art des Energieausweises",
                    ),
                ),
                (
                    "energy_value",
                    models.SmallIntegerField(blank=True, null=True, verbose_name="Kennwert in kWh/(m²a)"),
                ),
                (
                    "energy_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("A+", "A+"),
                            ("A", "A"),
                            ("B", "B"),
                            ("C", "C"),
                            ("D", "D"),
                            ("E", "E"),
                            ("F", "F"),
                            ("G", "G"),
                            ("H", "H"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Energieeffizienzklasse",
                    ),
                ),
                ("year_built", models.SmallIntegerField(blank=True, null=True, verbose_name="Baujahr")),
                (
                    "minutes_bus",
                    models.SmallIntegerField(blank=True, null=True, verbose_name="Fußweg zum Bus in Minuten"),
                ),
                (
                    "minutes_shop",
                    models.SmallIntegerField(
                        blank=True, null=True, verbose_name="Fußweg zum Einkaufen in Minuten"
                    ),
                ),
                (
                    "minutes_school",
                    models.SmallIntegerField(
                        blank=True, null=True, verbose_name="Fußweg zur Schule in Minuten"
                    ),
                ),
                (
                    "minutes_doctor",
                    models.SmallIntegerField(
                        blank=True, null=True, verbose_name="Fußweg zum Arzt in Minuten"
                    ),
                ),
                (
                    "wishes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("quiet_house", "ruhiges Haus"),
                                ("non_smoking_inside", "in der Wohnung nicht rauchen"),
                                ("winter_service", "Winterdienst übernehmen"),
                                ("stairs_cleaning", "Treppenhaus reinigen"),
                                ("no_large_pets", "keine großen Tiere"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Wünsche",
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=1000, verbose_name="Was wir noch wissen sollten"),
                ),
                (
                    "tenant_in_mind",
                    models.BooleanField(
                        default=False, verbose_name="Ich denke schon an eine bestimmte Person"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Entwurf"),
                            ("unconfirmed", "Unbestätigt"),
                            ("received", "Eingegangen"),
                            ("in_review", "In Prüfung"),
                            ("query", "Rückfrage"),
                            ("viewing", "Besichtigung"),
                            ("available", "Verfügbar"),
                            ("reserved", "Reserviert"),
                            ("paused", "Pausiert"),
                            ("let", "Vermietet"),
                            ("withdrawn", "Zurückgezogen"),
                            ("rejected", "Abgelehnt"),
                            ("expired", "Abgelaufen"),
                            ("anonymised", "Anonymisiert"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "reference",
                    models.CharField(editable=False, max_length=20, null=True, verbose_name="Aktenzeichen"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Internet"),
                            ("phone", "Telefon"),
                            ("paper", "Brief oder Formular"),
                            ("counter", "Persönlich vor Ort"),
                            ("email", "E-Mail"),
                        ],
                        default="web",
                        editable=False,
                        max_length=10,
                        verbose_name="eingegangen per",
                    ),
                ),
                (
                    "entitled",
                    models.BooleanField(default=False, verbose_name="Berechtigung zur Vermietung bestätigt"),
                ),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="Vermerke",
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="abgesendet")),
                (
                    "confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="E-Mail bestätigt"),
                ),
                ("received_at", models.DateTimeField(editable=False, null=True, verbose_name="eingegangen")),
                ("reply_by", models.DateField(editable=False, null=True, verbose_name="Antwort bis")),
                (
                    "last_contact_on",
                    models.DateField(editable=False, null=True, verbose_name="letzter Kontakt"),
                ),
                (
                    "failed_attempts",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="vergebliche Versuche"
                    ),
                ),
                (
                    "query_text",
                    models.CharField(blank=True, editable=False, max_length=2000, verbose_name="Rückfrage"),
                ),
                ("queried_at", models.DateTimeField(editable=False, null=True, verbose_name="gefragt am")),
                (
                    "answer_text",
                    models.CharField(blank=True, editable=False, max_length=2000, verbose_name="Antwort"),
                ),
                ("paused_until", models.DateField(editable=False, null=True, verbose_name="pausiert bis")),
                ("state_before_pause", models.CharField(blank=True, editable=False, max_length=12)),
                (
                    "available_since",
                    models.DateTimeField(editable=False, null=True, verbose_name="verfügbar seit"),
                ),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="beendet am")),
                (
                    "comment",
                    models.CharField(
                        blank=True, editable=False, max_length=1000, verbose_name="interne Bemerkung"
                    ),
                ),
            ],
            options={
                "verbose_name": "Änderung: Angebot",
                "verbose_name_plural": "Änderungen: Angebote",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReasonHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "transaction_number",
                    models.BigIntegerField(db_default=goslar_portal.journal.models.TransactionNumber()),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "key",
                    models.CharField(
                        editable=False, max_length=100, serialize=False, verbose_name="Schlüssel"
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="Code")),
                ("label", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="Reihenfolge")),
                ("is_active", models.BooleanField(default=True, verbose_name="wird angeboten")),
                ("needs_comment", models.BooleanField(default=False, verbose_name="verlangt eine Bemerkung")),
                ("lead_only", models.BooleanField(default=False, verbose_name="nur für die Leitung")),
                ("no_letter", models.BooleanField(default=False, verbose_name="ohne Schreiben")),
                (
                    "landlord_text",
                    models.CharField(
                        blank=True,
                        help_text="Steht im Schreiben und auf der Statusseite. Leer: es wird nichts gesagt.",
                        max_length=300,
                        verbose_name="Satz für Vermieterinnen und Vermieter",
                    ),
                ),
                (
                    "details",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="Weiteres"),
                ),
            ],
            options={
                "verbose_name": "Änderung: Grund",
                "verbose_name_plural": "Änderungen: Gründe",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RentCapIncrementHistory",
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
                ("area", models.PositiveSmallIntegerField(verbose_name="m² je weiterer Person")),
                (
                    "gross_cold_rent",
                    models.DecimalField(decimal_places=2, max_digits=7, verbose_name="€ je weiterer Person"),
                ),
            ],
            options={
                "verbose_name": "Änderung: Zuschlag je weiterer Person",
                "verbose_name_plural": "Änderungen: Zuschläge je weiterer Person",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RentCapRowHistory",
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
                ("persons", models.PositiveSmallIntegerField(verbose_name="Personen")),
                ("area", models.PositiveSmallIntegerField(verbose_name="Wohnfläche bis m²")),
                (
                    "gross_cold_rent",
                    models.DecimalField(decimal_places=2, max_digits=7, verbose_name="Bruttokaltmiete bis €"),
                ),
            ],
            options={
                "verbose_name": "Änderung: Richtwert",
                "verbose_name_plural": "Änderungen: Richtwerte",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RentCapTableHistory",
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
                ("title", models.CharField(max_length=160, verbose_name="Titel")),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Entwurf"),
                            ("to_be_confirmed", "vom Landkreis zu bestätigen"),
                            ("confirmed", "bestätigt"),
                            ("withdrawn", "zurückgezogen"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Rundschreiben, Beschluss, Datum", max_length=300, verbose_name="Quelle"
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="Noch zu klären")),
                ("next_review", models.DateField(blank=True, null=True, verbose_name="nächste Prüfung")),
                (
                    "confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="bestätigt am"),
                ),
            ],
            options={
                "verbose_name": "Änderung: Tabelle der Richtwerte (KdU)",
                "verbose_name_plural": "Änderungen: Richtwerte (KdU)",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RentZoneHistory",
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
                ("code", models.CharField(max_length=4, verbose_name="Zone")),
                ("label", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                (
                    "rent_level",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Mietenstufe (WoGG)"
                    ),
                ),
            ],
            options={
                "verbose_name": "Änderung: Zone",
                "verbose_name_plural": "Änderungen: Zonen",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RentZonePlaceHistory",
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
                "verbose_name": "Änderung: Gemeinde der Zone",
                "verbose_name_plural": "Änderungen: Gemeinden der Zone",
                "ordering": ["pgh_id"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areabonus",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_areabonushistory" ("area", "code", "id", "label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent_effect", "source", "table_id") VALUES (NEW."area", NEW."code", NEW."id", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."rent_effect", NEW."source", NEW."table_id"); RETURN NULL;',
                    hash="1d228448b893430d0746207d6585bafe4e2e6cc2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e6671",
                    table="housing_areabonus",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areabonus",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."table_id" IS DISTINCT FROM (NEW."table_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."area" IS DISTINCT FROM (NEW."area") OR OLD."rent_effect" IS DISTINCT FROM (NEW."rent_effect") OR OLD."source" IS DISTINCT FROM (NEW."source"))',
                    func='INSERT INTO "housing_areabonushistory" ("area", "code", "id", "label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent_effect", "source", "table_id") VALUES (NEW."area", NEW."code", NEW."id", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."rent_effect", NEW."source", NEW."table_id"); RETURN NULL;',
                    hash="a5bcbbe5d060fbbe690dc8d5292e4e719a9b6402",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a731f",
                    table="housing_areabonus",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areabonus",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_areabonushistory" ("area", "code", "id", "label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent_effect", "source", "table_id") VALUES (OLD."area", OLD."code", OLD."id", OLD."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rent_effect", OLD."source", OLD."table_id"); RETURN NULL;',
                    hash="f6eb4f8200d2b3a94fd5edd229259568becae860",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7feaf",
                    table="housing_areabonus",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_consenthistory" ("channel", "evidence", "given_at", "id", "landlord_id", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_id", "withdrawn_at") VALUES (NEW."channel", NEW."evidence", NEW."given_at", NEW."id", NEW."landlord_id", NEW."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."text_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="cce342aa5ad2bdbc5e88b6c49de04ac6c3dae890",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_22815",
                    table="housing_consent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."landlord_id" IS DISTINCT FROM (NEW."landlord_id") OR OLD."text_id" IS DISTINCT FROM (NEW."text_id") OR OLD."given_at" IS DISTINCT FROM (NEW."given_at") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."evidence" IS DISTINCT FROM (NEW."evidence") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                    func='INSERT INTO "housing_consenthistory" ("channel", "evidence", "given_at", "id", "landlord_id", "offer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_id", "withdrawn_at") VALUES (NEW."channel", NEW."evidence", NEW."given_at", NEW."id", NEW."landlord_id", NEW."offer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."text_id", NEW."withdrawn_at"); RETURN NULL;',
                    hash="c77e5a5c18fec2fe473cd1db92e2d70327eda4a0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1ec67",
                    table="housing_consent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="housing_consenthistory_goes_along",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM housing_consenthistory WHERE pgh_obj_id = OLD.id; RETURN NULL;",
                    hash="a6a48ee93ee802d62ac74ce3a9a6e90f25f0228f",
                    operation="DELETE",
                    pgid="pgtrigger_housing_consenthistory_goes_along_b3a0a",
                    table="housing_consent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consenttext",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_consenttexthistory" ("id", "kind", "label", "language", "needs_confirmation", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "valid_from", "version") VALUES (NEW."id", NEW."kind", NEW."label", NEW."language", NEW."needs_confirmation", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."text", NEW."valid_from", NEW."version"); RETURN NULL;',
                    hash="6fa94420d36df1225707cf11aad2b7e2c1060147",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d4c75",
                    table="housing_consenttext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consenttext",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."needs_confirmation" IS DISTINCT FROM (NEW."needs_confirmation"))',
                    func='INSERT INTO "housing_consenttexthistory" ("id", "kind", "label", "language", "needs_confirmation", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "valid_from", "version") VALUES (NEW."id", NEW."kind", NEW."label", NEW."language", NEW."needs_confirmation", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."text", NEW."valid_from", NEW."version"); RETURN NULL;',
                    hash="80bc353b5009f7f853d3751392124519d723b3a3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eec51",
                    table="housing_consenttext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consenttext",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_consenttexthistory" ("id", "kind", "label", "language", "needs_confirmation", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "valid_from", "version") VALUES (OLD."id", OLD."kind", OLD."label", OLD."language", OLD."needs_confirmation", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."text", OLD."valid_from", OLD."version"); RETURN NULL;',
                    hash="e41f0669220337c8c612d9def59d57027130d087",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c7b17",
                    table="housing_consenttext",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="landlord",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_landlordhistory" ("company", "contact_languages", "contact_times", "do_not_contact", "email", "email_confirmed_at", "email_only", "first_name", "id", "language", "last_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "postal_street", "postal_town", "role") VALUES (NEW."company", NEW."contact_languages", NEW."contact_times", NEW."do_not_contact", NEW."email", NEW."email_confirmed_at", NEW."email_only", NEW."first_name", NEW."id", NEW."language", NEW."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."postal_street", NEW."postal_town", NEW."role"); RETURN NULL;',
                    hash="b9015bf108bb2dd9db3a49badee3e52c4ff00eb3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_381cc",
                    table="housing_landlord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="landlord",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."company" IS DISTINCT FROM (NEW."company") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."email_confirmed_at" IS DISTINCT FROM (NEW."email_confirmed_at") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."email_only" IS DISTINCT FROM (NEW."email_only") OR OLD."postal_street" IS DISTINCT FROM (NEW."postal_street") OR OLD."postal_code" IS DISTINCT FROM (NEW."postal_code") OR OLD."postal_town" IS DISTINCT FROM (NEW."postal_town") OR OLD."contact_times" IS DISTINCT FROM (NEW."contact_times") OR OLD."contact_languages" IS DISTINCT FROM (NEW."contact_languages") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."do_not_contact" IS DISTINCT FROM (NEW."do_not_contact"))',
                    func='INSERT INTO "housing_landlordhistory" ("company", "contact_languages", "contact_times", "do_not_contact", "email", "email_confirmed_at", "email_only", "first_name", "id", "language", "last_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "postal_street", "postal_town", "role") VALUES (NEW."company", NEW."contact_languages", NEW."contact_times", NEW."do_not_contact", NEW."email", NEW."email_confirmed_at", NEW."email_only", NEW."first_name", NEW."id", NEW."language", NEW."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."postal_street", NEW."postal_town", NEW."role"); RETURN NULL;',
                    hash="09840f58ec53271a970d2c817db9e20d7971e1de",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f95a5",
                    table="housing_landlord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="landlord",
            trigger=pgtrigger.compiler.Trigger(
                name="housing_landlordhistory_goes_along",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM housing_landlordhistory WHERE pgh_obj_id = OLD.id; RETURN NULL;",
                    hash="de89f6fdf2c48f235ab424a5f585b435248ddc72",
                    operation="DELETE",
                    pgid="pgtrigger_housing_landlordhistory_goes_along_9341e",
                    table="housing_landlord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'draft')",
                    func='INSERT INTO "housing_offerhistory" ("acceptance_reason_id", "access", "all_inclusive", "answer_text", "attic", "available_from", "available_now", "available_since", "balcony_garden", "bath", "bath_shared", "bedrooms", "cellar", "channel", "closed_at", "closing_reason_id", "comment", "condition", "confirmed_at", "deposit", "deposit_terms", "description", "district_id", "district_text", "energy_certificate", "energy_class", "energy_kind", "energy_source", "energy_value", "entitled", "failed_attempts", "fixed_until", "floor", "furnished", "furniture_surcharge", "heating_by_tenant", "heating_costs", "hot_water", "house_number", "id", "internet", "kind", "kitchen", "landlord_id", "last_contact_on", "lift", "living_area", "marks", "max_persons", "minutes_bus", "minutes_doctor", "minutes_school", "minutes_shop", "municipality_id", "net_cold_rent", "operating_costs", "operating_costs_unknown", "parking", "parking_rent", "parking_required", "paused_until", "pets", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_code", "queried_at", "query_text", "ready_by", "received_at", "reference", "rental_term", "reply_by", "responsible_id", "rooms", "self_contained", "shared_flat_ok", "smoke_detectors", "state", "state_before_pause", "street", "submitted_at", "tenant_in_mind", "washing_connection", "wbs_required", "wishes", "year_built") VALUES (NEW."acceptance_reason_id", NEW."access", NEW."all_inclusive", NEW."answer_text", NEW."attic", NEW."available_from", NEW."available_now", NEW."available_since", NEW."balcony_garden", NEW."bath", NEW."bath_shared", NEW."bedrooms", NEW."cellar", NEW."channel", NEW."closed_at", NEW."closing_reason_id", NEW."comment", NEW."condition", NEW."confirmed_at", NEW."deposit", NEW."deposit_terms", NEW."description", NEW."district_id", NEW."district_text", NEW."energy_certificate", NEW."energy_class", NEW."energy_kind", NEW."energy_source", NEW."energy_value", NEW."entitled", NEW."failed_attempts", NEW."fixed_until", NEW."floor", NEW."furnished", NEW."furniture_surcharge", NEW."heating_by_tenant", NEW."heating_costs", NEW."hot_water", NEW."house_number", NEW."id", NEW."internet", NEW."kind", NEW."kitchen", NEW."landlord_id", NEW."last_contact_on", NEW."lift", NEW."living_area", NEW."marks", NEW."max_persons", NEW."minutes_bus", NEW."minutes_doctor", NEW."minutes_school", NEW."minutes_shop", NEW."municipality_id", NEW."net_cold_rent", NEW."operating_costs", NEW."operating_costs_unknown", NEW."parking", NEW."parking_rent", NEW."parking_required", NEW."paused_until", NEW."pets", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."postal_code", NEW."queried_at", NEW."query_text", NEW."ready_by", NEW."received_at", NEW."reference", NEW."rental_term", NEW."reply_by", NEW."responsible_id", NEW."rooms", NEW."self_contained", NEW."shared_flat_ok", NEW."smoke_detectors", NEW."state", NEW."state_before_pause", NEW."street", NEW."submitted_at", NEW."tenant_in_mind", NEW."washing_connection", NEW."wbs_required", NEW."wishes", NEW."year_built"); RETURN NULL;',
                    hash="9d563a4b0605e27040f5806256eec25504ec90e6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_13a57",
                    table="housing_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN ((OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."self_contained" IS DISTINCT FROM (NEW."self_contained") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."district_text" IS DISTINCT FROM (NEW."district_text") OR OLD."postal_code" IS DISTINCT FROM (NEW."postal_code") OR OLD."street" IS DISTINCT FROM (NEW."street") OR OLD."house_number" IS DISTINCT FROM (NEW."house_number") OR OLD."floor" IS DISTINCT FROM (NEW."floor") OR OLD."attic" IS DISTINCT FROM (NEW."attic") OR OLD."living_area" IS DISTINCT FROM (NEW."living_area") OR OLD."rooms" IS DISTINCT FROM (NEW."rooms") OR OLD."bedrooms" IS DISTINCT FROM (NEW."bedrooms") OR OLD."available_now" IS DISTINCT FROM (NEW."available_now") OR OLD."available_from" IS DISTINCT FROM (NEW."available_from") OR OLD."rental_term" IS DISTINCT FROM (NEW."rental_term") OR OLD."fixed_until" IS DISTINCT FROM (NEW."fixed_until") OR OLD."max_persons" IS DISTINCT FROM (NEW."max_persons") OR OLD."net_cold_rent" IS DISTINCT FROM (NEW."net_cold_rent") OR OLD."all_inclusive" IS DISTINCT FROM (NEW."all_inclusive") OR OLD."operating_costs" IS DISTINCT FROM (NEW."operating_costs") OR OLD."operating_costs_unknown" IS DISTINCT FROM (NEW."operating_costs_unknown") OR OLD."heating_costs" IS DISTINCT FROM (NEW."heating_costs") OR OLD."heating_by_tenant" IS DISTINCT FROM (NEW."heating_by_tenant") OR OLD."hot_water" IS DISTINCT FROM (NEW."hot_water") OR OLD."energy_source" IS DISTINCT FROM (NEW."energy_source") OR OLD."parking_rent" IS DISTINCT FROM (NEW."parking_rent") OR OLD."parking_required" IS DISTINCT FROM (NEW."parking_required") OR OLD."furniture_surcharge" IS DISTINCT FROM (NEW."furniture_surcharge") OR OLD."deposit" IS DISTINCT FROM (NEW."deposit") OR OLD."deposit_terms" IS DISTINCT FROM (NEW."deposit_terms") OR OLD."kitchen" IS DISTINCT FROM (NEW."kitchen") OR OLD."bath" IS DISTINCT FROM (NEW."bath") OR OLD."bath_shared" IS DISTINCT FROM (NEW."bath_shared") OR OLD."furnished" IS DISTINCT FROM (NEW."furnished") OR OLD."access" IS DISTINCT FROM (NEW."access") OR OLD."lift" IS DISTINCT FROM (NEW."lift") OR OLD."balcony_garden" IS DISTINCT FROM (NEW."balcony_garden") OR OLD."cellar" IS DISTINCT FROM (NEW."cellar") OR OLD."washing_connection" IS DISTINCT FROM (NEW."washing_connection") OR OLD."parking" IS DISTINCT FROM (NEW."parking") OR OLD."internet" IS DISTINCT FROM (NEW."internet") OR OLD."smoke_detectors" IS DISTINCT FROM (NEW."smoke_detectors") OR OLD."pets" IS DISTINCT FROM (NEW."pets") OR OLD."shared_flat_ok" IS DISTINCT FROM (NEW."shared_flat_ok") OR OLD."wbs_required" IS DISTINCT FROM (NEW."wbs_required") OR OLD."condition" IS DISTINCT FROM (NEW."condition") OR OLD."ready_by" IS DISTINCT FROM (NEW."ready_by") OR OLD."energy_certificate" IS DISTINCT FROM (NEW."energy_certificate") OR OLD."energy_kind" IS DISTINCT FROM (NEW."energy_kind") OR OLD."energy_value" IS DISTINCT FROM (NEW."energy_value") OR OLD."energy_class" IS DISTINCT FROM (NEW."energy_class") OR OLD."year_built" IS DISTINCT FROM (NEW."year_built") OR OLD."minutes_bus" IS DISTINCT FROM (NEW."minutes_bus") OR OLD."minutes_shop" IS DISTINCT FROM (NEW."minutes_shop") OR OLD."minutes_school" IS DISTINCT FROM (NEW."minutes_school") OR OLD."minutes_doctor" IS DISTINCT FROM (NEW."minutes_doctor") OR OLD."wishes" IS DISTINCT FROM (NEW."wishes") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."tenant_in_mind" IS DISTINCT FROM (NEW."tenant_in_mind") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."landlord_id" IS DISTINCT FROM (NEW."landlord_id") OR OLD."entitled" IS DISTINCT FROM (NEW."entitled") OR OLD."responsible_id" IS DISTINCT FROM (NEW."responsible_id") OR OLD."marks" IS DISTINCT FROM (NEW."marks") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."reply_by" IS DISTINCT FROM (NEW."reply_by") OR OLD."last_contact_on" IS DISTINCT FROM (NEW."last_contact_on") OR OLD."failed_attempts" IS DISTINCT FROM (NEW."failed_attempts") OR OLD."query_text" IS DISTINCT FROM (NEW."query_text") OR OLD."queried_at" IS DISTINCT FROM (NEW."queried_at") OR OLD."answer_text" IS DISTINCT FROM (NEW."answer_text") OR OLD."paused_until" IS DISTINCT FROM (NEW."paused_until") OR OLD."state_before_pause" IS DISTINCT FROM (NEW."state_before_pause") OR OLD."available_since" IS DISTINCT FROM (NEW."available_since") OR OLD."acceptance_reason_id" IS DISTINCT FROM (NEW."acceptance_reason_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closing_reason_id" IS DISTINCT FROM (NEW."closing_reason_id") OR OLD."comment" IS DISTINCT FROM (NEW."comment")) AND NEW."state" IS DISTINCT FROM \'draft\')',
                    func='INSERT INTO "housing_offerhistory" ("acceptance_reason_id", "access", "all_inclusive", "answer_text", "attic", "available_from", "available_now", "available_since", "balcony_garden", "bath", "bath_shared", "bedrooms", "cellar", "channel", "closed_at", "closing_reason_id", "comment", "condition", "confirmed_at", "deposit", "deposit_terms", "description", "district_id", "district_text", "energy_certificate", "energy_class", "energy_kind", "energy_source", "energy_value", "entitled", "failed_attempts", "fixed_until", "floor", "furnished", "furniture_surcharge", "heating_by_tenant", "heating_costs", "hot_water", "house_number", "id", "internet", "kind", "kitchen", "landlord_id", "last_contact_on", "lift", "living_area", "marks", "max_persons", "minutes_bus", "minutes_doctor", "minutes_school", "minutes_shop", "municipality_id", "net_cold_rent", "operating_costs", "operating_costs_unknown", "parking", "parking_rent", "parking_required", "paused_until", "pets", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_code", "queried_at", "query_text", "ready_by", "received_at", "reference", "rental_term", "reply_by", "responsible_id", "rooms", "self_contained", "shared_flat_ok", "smoke_detectors", "state", "state_before_pause", "street", "submitted_at", "tenant_in_mind", "washing_connection", "wbs_required", "wishes", "year_built") VALUES (NEW."acceptance_reason_id", NEW."access", NEW."all_inclusive", NEW."answer_text", NEW."attic", NEW."available_from", NEW."available_now", NEW."available_since", NEW."balcony_garden", NEW."bath", NEW."bath_shared", NEW."bedrooms", NEW."cellar", NEW."channel", NEW."closed_at", NEW."closing_reason_id", NEW."comment", NEW."condition", NEW."confirmed_at", NEW."deposit", NEW."deposit_terms", NEW."description", NEW."district_id", NEW."district_text", NEW."energy_certificate", NEW."energy_class", NEW."energy_kind", NEW."energy_source", NEW."energy_value", NEW."entitled", NEW."failed_attempts", NEW."fixed_until", NEW."floor", NEW."furnished", NEW."furniture_surcharge", NEW."heating_by_tenant", NEW."heating_costs", NEW."hot_water", NEW."house_number", NEW."id", NEW."internet", NEW."kind", NEW."kitchen", NEW."landlord_id", NEW."last_contact_on", NEW."lift", NEW."living_area", NEW."marks", NEW."max_persons", NEW."minutes_bus", NEW."minutes_doctor", NEW."minutes_school", NEW."minutes_shop", NEW."municipality_id", NEW."net_cold_rent", NEW."operating_costs", NEW."operating_costs_unknown", NEW."parking", NEW."parking_rent", NEW."parking_required", NEW."paused_until", NEW."pets", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."postal_code", NEW."queried_at", NEW."query_text", NEW."ready_by", NEW."received_at", NEW."reference", NEW."rental_term", NEW."reply_by", NEW."responsible_id", NEW."rooms", NEW."self_contained", NEW."shared_flat_ok", NEW."smoke_detectors", NEW."state", NEW."state_before_pause", NEW."street", NEW."submitted_at", NEW."tenant_in_mind", NEW."washing_connection", NEW."wbs_required", NEW."wishes", NEW."year_built"); RETURN NULL;',
                    hash="b85a43acf0f0e0cb4195f632e92acd3f3c29c2c6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_26203",
                    table="housing_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="housing_offerhistory_goes_along",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM housing_offerhistory WHERE pgh_obj_id = OLD.id; RETURN NULL;",
                    hash="c4528fee9728aebdc368fc063437808e9a7a4537",
                    operation="DELETE",
                    pgid="pgtrigger_housing_offerhistory_goes_along_9f7d2",
                    table="housing_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reason",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_reasonhistory" ("code", "details", "is_active", "key", "label", "landlord_text", "lead_only", "list_id", "needs_comment", "no_letter", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."details", NEW."is_active", NEW."key", NEW."label", NEW."landlord_text", NEW."lead_only", NEW."list_id", NEW."needs_comment", NEW."no_letter", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."key", NEW."position"); RETURN NULL;',
                    hash="0f3ada000c3c23bb2626d9ee7bd0b3d1824b5634",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a17fc",
                    table="housing_reason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reason",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."list_id" IS DISTINCT FROM (NEW."list_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."needs_comment" IS DISTINCT FROM (NEW."needs_comment") OR OLD."lead_only" IS DISTINCT FROM (NEW."lead_only") OR OLD."no_letter" IS DISTINCT FROM (NEW."no_letter") OR OLD."landlord_text" IS DISTINCT FROM (NEW."landlord_text") OR OLD."details" IS DISTINCT FROM (NEW."details"))',
                    func='INSERT INTO "housing_reasonhistory" ("code", "details", "is_active", "key", "label", "landlord_text", "lead_only", "list_id", "needs_comment", "no_letter", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."details", NEW."is_active", NEW."key", NEW."label", NEW."landlord_text", NEW."lead_only", NEW."list_id", NEW."needs_comment", NEW."no_letter", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."key", NEW."position"); RETURN NULL;',
                    hash="d946b15336c9acb21234e9861b0ef973b0bca53c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_50d0d",
                    table="housing_reason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reason",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_reasonhistory" ("code", "details", "is_active", "key", "label", "landlord_text", "lead_only", "list_id", "needs_comment", "no_letter", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."code", OLD."details", OLD."is_active", OLD."key", OLD."label", OLD."landlord_text", OLD."lead_only", OLD."list_id", OLD."needs_comment", OLD."no_letter", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."key", OLD."position"); RETURN NULL;',
                    hash="0d2b29947cd37fa53002b4494dc868669b58a09a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9d049",
                    table="housing_reason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcapincrement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rentcapincrementhistory" ("area", "gross_cold_rent", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."area", NEW."gross_cold_rent", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."zone_id"); RETURN NULL;',
                    hash="8682c6e1d5f00326b43b97e8f01e6386696de6ef",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_75079",
                    table="housing_rentcapincrement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcapincrement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."zone_id" IS DISTINCT FROM (NEW."zone_id") OR OLD."area" IS DISTINCT FROM (NEW."area") OR OLD."gross_cold_rent" IS DISTINCT FROM (NEW."gross_cold_rent"))',
                    func='INSERT INTO "housing_rentcapincrementhistory" ("area", "gross_cold_rent", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."area", NEW."gross_cold_rent", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."zone_id"); RETURN NULL;',
                    hash="e560ffe679009b82e42cee8565cd0d987cf57cc8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_485b0",
                    table="housing_rentcapincrement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcapincrement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rentcapincrementhistory" ("area", "gross_cold_rent", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (OLD."area", OLD."gross_cold_rent", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."zone_id"); RETURN NULL;',
                    hash="7932652041f4a2900d12f1a07ba80169ec9b97cc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_db28b",
                    table="housing_rentcapincrement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaprow",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rentcaprowhistory" ("area", "gross_cold_rent", "id", "persons", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."area", NEW."gross_cold_rent", NEW."id", NEW."persons", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."zone_id"); RETURN NULL;',
                    hash="1815e0d1fae3e7bda7ff1cd3cd004251d13c522e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e2423",
                    table="housing_rentcaprow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaprow",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."zone_id" IS DISTINCT FROM (NEW."zone_id") OR OLD."persons" IS DISTINCT FROM (NEW."persons") OR OLD."area" IS DISTINCT FROM (NEW."area") OR OLD."gross_cold_rent" IS DISTINCT FROM (NEW."gross_cold_rent"))',
                    func='INSERT INTO "housing_rentcaprowhistory" ("area", "gross_cold_rent", "id", "persons", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."area", NEW."gross_cold_rent", NEW."id", NEW."persons", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."zone_id"); RETURN NULL;',
                    hash="530fbb575ae0147b39013804c172369ef754888f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c74c9",
                    table="housing_rentcaprow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaprow",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rentcaprowhistory" ("area", "gross_cold_rent", "id", "persons", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (OLD."area", OLD."gross_cold_rent", OLD."id", OLD."persons", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."zone_id"); RETURN NULL;',
                    hash="5c35555f0bb07678469e95815ba62ca12e9f358b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_18019",
                    table="housing_rentcaprow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaptable",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rentcaptablehistory" ("confirmed_at", "confirmed_by_id", "id", "next_review", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks", "source", "state", "title", "typed_by_id", "valid_from") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."id", NEW."next_review", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."remarks", NEW."source", NEW."state", NEW."title", NEW."typed_by_id", NEW."valid_from"); RETURN NULL;',
                    hash="4930dc05d29a689093ae23ef3c37936e2e326387",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bcf10",
                    table="housing_rentcaptable",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaptable",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."remarks" IS DISTINCT FROM (NEW."remarks") OR OLD."next_review" IS DISTINCT FROM (NEW."next_review") OR OLD."typed_by_id" IS DISTINCT FROM (NEW."typed_by_id") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at"))',
                    func='INSERT INTO "housing_rentcaptablehistory" ("confirmed_at", "confirmed_by_id", "id", "next_review", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks", "source", "state", "title", "typed_by_id", "valid_from") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."id", NEW."next_review", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."remarks", NEW."source", NEW."state", NEW."title", NEW."typed_by_id", NEW."valid_from"); RETURN NULL;',
                    hash="992a1cb5309ea8da8cc5475f49a56805cacba3eb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_05e3d",
                    table="housing_rentcaptable",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaptable",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rentcaptablehistory" ("confirmed_at", "confirmed_by_id", "id", "next_review", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks", "source", "state", "title", "typed_by_id", "valid_from") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."id", OLD."next_review", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."remarks", OLD."source", OLD."state", OLD."title", OLD."typed_by_id", OLD."valid_from"); RETURN NULL;',
                    hash="99b31366b4412c7d0dbc935ed6a32392810dcb74",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_56ed4",
                    table="housing_rentcaptable",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentzone",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rentzonehistory" ("code", "id", "label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent_level", "table_id") VALUES (NEW."code", NEW."id", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."rent_level", NEW."table_id"); RETURN NULL;',
                    hash="02d020b1cdab32b1c3eaaa6d91285b5cf8bce490",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6634e",
                    table="housing_rentzone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentzone",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."table_id" IS DISTINCT FROM (NEW."table_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."rent_level" IS DISTINCT FROM (NEW."rent_level"))',
                    func='INSERT INTO "housing_rentzonehistory" ("code", "id", "label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent_level", "table_id") VALUES (NEW."code", NEW."id", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."rent_level", NEW."table_id"); RETURN NULL;',
                    hash="f01a71e360c508f98bd7b8111ebb6c70eea126a8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_60b90",
                    table="housing_rentzone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentzone",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rentzonehistory" ("code", "id", "label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rent_level", "table_id") VALUES (OLD."code", OLD."id", OLD."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rent_level", OLD."table_id"); RETURN NULL;',
                    hash="aa4122a29c819969e51509b8a0e8513b769b15f2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1e697",
                    table="housing_rentzone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentzoneplace",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rentzoneplacehistory" ("id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."zone_id"); RETURN NULL;',
                    hash="1308346562cde5bdfaf369d6bd341af9f3972cf8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_657a8",
                    table="housing_rentzoneplace",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentzoneplace",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."zone_id" IS DISTINCT FROM (NEW."zone_id") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id"))',
                    func='INSERT INTO "housing_rentzoneplacehistory" ("id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."zone_id"); RETURN NULL;',
                    hash="071793653df4d3f61f59be69ee51fff02578563a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cd83b",
                    table="housing_rentzoneplace",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentzoneplace",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rentzoneplacehistory" ("id", "municipality_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (OLD."id", OLD."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."zone_id"); RETURN NULL;',
                    hash="8e44521e48e2540c8983694546417d79527ee077",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8cb6c",
                    table="housing_rentzoneplace",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="areabonushistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.areabonus",
            ),
        ),
        migrations.AddField(
            model_name="areabonushistory",
            name="table",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rentcaptable",
            ),
        ),
        migrations.AddField(
            model_name="consenthistory",
            name="landlord",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.landlord",
            ),
        ),
        migrations.AddField(
            model_name="consenthistory",
            name="offer",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.offer",
            ),
        ),
        migrations.AddField(
            model_name="consenthistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.consent",
            ),
        ),
        migrations.AddField(
            model_name="consenthistory",
            name="text",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.consenttext",
                verbose_name="Text",
            ),
        ),
        migrations.AddField(
            model_name="consenttexthistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.consenttext",
            ),
        ),
        migrations.AddField(
            model_name="landlordhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.landlord",
            ),
        ),
        migrations.AddField(
            model_name="offerhistory",
            name="acceptance_reason",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.reason",
                verbose_name="ohne Besichtigung, weil",
            ),
        ),
        migrations.AddField(
            model_name="offerhistory",
            name="closing_reason",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.reason",
                verbose_name="beendet, weil",
            ),
        ),
        migrations.AddField(
            model_name="offerhistory",
            name="district",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.district",
                verbose_name="Ortsteil",
            ),
        ),
        migrations.AddField(
            model_name="offerhistory",
            name="landlord",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.landlord",
                verbose_name="Vermieter",
            ),
        ),
        migrations.AddField(
            model_name="offerhistory",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.municipality",
                verbose_name="Stadt oder Gemeinde",
            ),
        ),
        migrations.AddField(
            model_name="offerhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.offer",
            ),
        ),
        migrations.AddField(
            model_name="offerhistory",
            name="responsible",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="zuständig",
            ),
        ),
        migrations.AddField(
            model_name="reasonhistory",
            name="list",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.reasonlist",
                verbose_name="Liste",
            ),
        ),
        migrations.AddField(
            model_name="reasonhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.reason",
            ),
        ),
        migrations.AddField(
            model_name="rentcapincrementhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rentcapincrement",
            ),
        ),
        migrations.AddField(
            model_name="rentcapincrementhistory",
            name="zone",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rentzone",
            ),
        ),
        migrations.AddField(
            model_name="rentcaprowhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rentcaprow",
            ),
        ),
        migrations.AddField(
            model_name="rentcaprowhistory",
            name="zone",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rentzone",
            ),
        ),
        migrations.AddField(
            model_name="rentcaptablehistory",
            name="confirmed_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="bestätigt von",
            ),
        ),
        migrations.AddField(
            model_name="rentcaptablehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rentcaptable",
            ),
        ),
        migrations.AddField(
            model_name="rentcaptablehistory",
            name="typed_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="eingetragen von",
            ),
        ),
        migrations.AddField(
            model_name="rentzonehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rentzone",
            ),
        ),
        migrations.AddField(
            model_name="rentzonehistory",
            name="table",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rentcaptable",
            ),
        ),
        migrations.AddField(
            model_name="rentzoneplacehistory",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.municipality",
                verbose_name="Gemeinde",
            ),
        ),
        migrations.AddField(
            model_name="rentzoneplacehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rentzoneplace",
            ),
        ),
        migrations.AddField(
            model_name="rentzoneplacehistory",
            name="zone",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rentzone",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areabonushistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=" RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="cf5fcae530fefd4f2310013e8a06f82e27e59cef",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_8bcf4",
                    table="housing_areabonushistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consenthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM housing_consent WHERE id = OLD.pgh_obj_id) THEN RETURN OLD; END IF; RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="57f4d1dd8ccfcbc20cbc26423ab51f276344ed63",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_f4cf0",
                    table="housing_consenthistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consenttexthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=" RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="8a4ac49a5d3104c58ccf8757d178b8e8191a9786",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_8a40d",
                    table="housing_consenttexthistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="landlordhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM housing_landlord WHERE id = OLD.pgh_obj_id) THEN RETURN OLD; END IF; RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="077280073acb5f551172aac1f000c1013f91808c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_7feab",
                    table="housing_landlordhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM housing_offer WHERE id = OLD.pgh_obj_id) THEN RETURN OLD; END IF; RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="f21fdd872ec602df0f230916b292f50f651519f6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_0c6f3",
                    table="housing_offerhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reasonhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=" RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="9db971c5da9d79e78e97ae7bc98cb230555f2c00",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_06ef8",
                    table="housing_reasonhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcapincrementhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=" RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="905bc81138fc7f2a36ada62bb853770e30dedc4b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_177e5",
                    table="housing_rentcapincrementhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaprowhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=" RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="e2f06b8ec8ffa9ecbe46f97b2cca268b7a96d24f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_c0607",
                    table="housing_rentcaprowhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaptablehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=" RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="03423c793b454db5619361553ca2ff56c4a8ce7b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_526a5",
                    table="housing_rentcaptablehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentzonehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=" RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="aa6b5be69e7ad153aef29eb5fcab601a19908d71",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_b7f7b",
                    table="housing_rentzonehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentzoneplacehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=" RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;",
                    hash="6077013fea2f095af4b5f8aeae2d466614d81a78",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_append_only_3fa70",
                    table="housing_rentzoneplacehistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]

from decimal import Decimal

import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import goslar_portal.dates


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaBonus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                "verbose_name": "Mehrbedarf Fläche",
                "verbose_name_plural": "Mehrbedarf Fläche",
                "ordering": ["table", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ContactEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="wann")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Telefon"),
                            ("email", "E-Mail"),
                            ("letter", "Brief"),
                            ("visit", "Besuch"),
                            ("other", "Anderes"),
                        ],
                        max_length=10,
                        verbose_name="Weg",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "von uns"), ("in", "vom Vermieter")],
                        max_length=5,
                        verbose_name="Richtung",
                    ),
                ),
                ("callback_on", models.DateField(blank=True, null=True, verbose_name="Rückruf am")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="Notiz")),
            ],
            options={
                "verbose_name": "Kontakt",
                "verbose_name_plural": "Kontakte",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("postal_codes", models.JSONField(blank=True, default=list, verbose_name="Postleitzahlen")),
                ("parts", models.JSONField(blank=True, default=list, verbose_name="dazu gehören")),
            ],
            options={
                "verbose_name": "Ortsteil",
                "verbose_name_plural": "Ortsteile",
                "ordering": ["municipality", "name"],
            },
        ),
        migrations.CreateModel(
            name="Landlord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                (
                    "differing",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="abweichende Angaben",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="angelegt am")),
            ],
            options={
                "verbose_name": "Vermieterin oder Vermieter",
                "verbose_name_plural": "Vermieterinnen und Vermieter",
                "ordering": ["last_name", "company", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                (
                    "ags",
                    models.CharField(
                        max_length=8, primary_key=True, serialize=False, verbose_name="Gemeindeschlüssel"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="Name")),
                ("type", models.CharField(max_length=60, verbose_name="Art")),
                (
                    "public_choice",
                    models.BooleanField(default=True, verbose_name="im öffentlichen Formular wählbar"),
                ),
                ("former_names", models.JSONField(blank=True, default=list, verbose_name="frühere Namen")),
            ],
            options={
                "verbose_name": "Gemeinde",
                "verbose_name_plural": "Gemeinden",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "gross_cold_rent",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            models.F("net_cold_rent"), "+", models.F("operating_costs")
                        ),
                        output_field=models.DecimalField(decimal_places=2, max_digits=8),
                        verbose_name="Bruttokaltmiete",
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
                    models.CharField(
                        editable=False, max_length=20, null=True, unique=True, verbose_name="Aktenzeichen"
                    ),
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
                (
                    "answers",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                    ),
                ),
                (
                    "completed_steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                ("draft_key_hash", models.BinaryField(max_length=32, null=True, unique=True)),
                (
                    "draft_changed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="Entwurf geändert"),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="abgesendet")),
                ("reminded_at", models.DateTimeField(editable=False, null=True, verbose_name="erinnert")),
                (
                    "opt_in_count",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="Bestätigungsmails"
                    ),
                ),
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
                "verbose_name": "Angebot",
                "verbose_name_plural": "Angebote",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PostalCode",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=5, primary_key=True, serialize=False, verbose_name="Postleitzahl"
                    ),
                ),
                ("places", models.CharField(blank=True, max_length=200, verbose_name="Orte")),
            ],
            options={
                "verbose_name": "Postleitzahl",
                "verbose_name_plural": "Postleitzahlen",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "key",
                    models.CharField(
                        editable=False,
                        max_length=100,
                        primary_key=True,
                        serialize=False,
                        verbose_name="Schlüssel",
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
                "verbose_name": "Grund",
                "verbose_name_plural": "Gründe",
                "ordering": ["list", "position", "code"],
            },
        ),
        migrations.CreateModel(
            name="ReasonList",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="Schlüssel"
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                (
                    "used_by",
                    models.CharField(blank=True, editable=False, max_length=60, verbose_name="verwendet von"),
                ),
                ("is_required", models.BooleanField(default=True, editable=False, verbose_name="Pflicht")),
            ],
            options={
                "verbose_name": "Liste von Gründen",
                "verbose_name_plural": "Listen von Gründen",
                "ordering": ["label"],
            },
        ),
        migrations.CreateModel(
            name="ReferenceYear",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "Zähler der Aktenzeichen",
                "verbose_name_plural": "Zähler der Aktenzeichen",
            },
        ),
        migrations.CreateModel(
            name="RentCapIncrement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.PositiveSmallIntegerField(verbose_name="m² je weiterer Person")),
                (
                    "gross_cold_rent",
                    models.DecimalField(decimal_places=2, max_digits=7, verbose_name="€ je weiterer Person"),
                ),
            ],
            options={
                "verbose_name": "Zuschlag je weiterer Person",
                "verbose_name_plural": "Zuschläge je weiterer Person",
            },
        ),
        migrations.CreateModel(
            name="RentCapRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("persons", models.PositiveSmallIntegerField(verbose_name="Personen")),
                ("area", models.PositiveSmallIntegerField(verbose_name="Wohnfläche bis m²")),
                (
                    "gross_cold_rent",
                    models.DecimalField(decimal_places=2, max_digits=7, verbose_name="Bruttokaltmiete bis €"),
                ),
            ],
            options={
                "verbose_name": "Richtwert",
                "verbose_name_plural": "Richtwerte",
                "ordering": ["zone", "persons"],
            },
        ),
        migrations.CreateModel(
            name="RentCapTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                "verbose_name": "Tabelle der Richtwerte (KdU)",
                "verbose_name_plural": "Richtwerte (KdU)",
                "ordering": ["-valid_from", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RentZone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                "verbose_name": "Zone",
                "verbose_name_plural": "Zonen",
                "ordering": ["table", "code"],
            },
        ),
        migrations.CreateModel(
            name="RentZonePlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "Gemeinde der Zone",
                "verbose_name_plural": "Gemeinden der Zone",
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="Aufgabe")),
                ("due_on", models.DateField(default=goslar_portal.dates.today, verbose_name="fällig am")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="erledigt am")),
            ],
            options={
                "verbose_name": "Aufgabe",
                "verbose_name_plural": "Aufgaben",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                "verbose_name": "Einwilligungstext",
                "verbose_name_plural": "Einwilligungstexte",
                "ordering": ["kind", "language", "-version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["privacy_read", "store", "share_household", "share_partners", "pool"],
                            )
                        ),
                        name="consent_text_kind_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "language", "version"),
                        name="consent_version_is_once",
                        violation_error_message="Diese Version gibt es schon.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="housing.consenttext",
                        verbose_name="Text",
                    ),
                ),
            ],
            options={
                "verbose_name": "Einwilligung",
                "verbose_name_plural": "Einwilligungen",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consenttext",
            trigger=pgtrigger.compiler.Trigger(
                name="consent_text_does_not_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e06240792448611e67c6040702d5b148514908a8",
                    operation="UPDATE",
                    pgid="pgtrigger_consent_text_does_not_change_655d6",
                    table="housing_consenttext",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="contactentry",
            name="noted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="notiert von",
            ),
        ),
        migrations.AddIndex(
            model_name="landlord",
            index=models.Index(fields=["email"], name="landlord_by_email"),
        ),
        migrations.AddIndex(
            model_name="landlord",
            index=models.Index(fields=["phone"], name="landlord_by_phone"),
        ),
        migrations.AddConstraint(
            model_name="landlord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("last_name", ""), _negated=True),
                    models.Q(("company", ""), _negated=True),
                    _connector="OR",
                ),
                name="landlord_has_name",
                violation_error_message="Bitte Nachname oder Firma angeben.",
            ),
        ),
        migrations.AddConstraint(
            model_name="landlord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("email", ""), _negated=True),
                    models.Q(("phone", ""), _negated=True),
                    models.Q(("postal_street", ""), _negated=True),
                    _connector="OR",
                ),
                name="landlord_can_be_reached",
                violation_error_message="Bitte E-Mail, Telefon oder Anschrift angeben.",
            ),
        ),
        migrations.AddConstraint(
            model_name="landlord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("email_only", False), models.Q(("email", ""), _negated=True), _connector="OR"
                ),
                name="landlord_by_email_only_has_email",
                violation_error_message="„Nur per E-Mail“ braucht eine E-Mail-Adresse.",
            ),
        ),
        migrations.AddConstraint(
            model_name="landlord",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower(models.F("email")))),
                name="landlord_email_is_lower_case",
                violation_error_message="Die E-Mail-Adresse wird klein geschrieben gespeichert.",
            ),
        ),
        migrations.AddConstraint(
            model_name="landlord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("postal_code", ""), ("postal_code__regex", "^[0-9]{5}$"), _connector="OR"
                ),
                name="landlord_postal_code_has_five_digits",
                violation_error_message="Eine Postleitzahl hat fünf Ziffern.",
            ),
        ),
        migrations.AddConstraint(
            model_name="landlord",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["", "owner", "manager", "main_tenant", "company", "agent"])),
                name="landlord_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="landlord",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact_times__contained_by", ["morning", "afternoon", "evening"])),
                name="landlord_contact_times_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="landlord",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("email_confirmed_at__isnull", False), models.Q(("email", ""), _negated=True)
                ),
                fields=("email",),
                name="one_landlord_per_confirmed_email",
                violation_error_message="Diese E-Mail-Adresse gehört schon zu einem anderen Eintrag.",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="landlord",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="housing.landlord"
            ),
        ),
        migrations.AddField(
            model_name="district",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="districts",
                to="housing.municipality",
                verbose_name="Gemeinde",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="district",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="housing.district",
                verbose_name="Ortsteil",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="landlord",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="housing.landlord",
                verbose_name="Vermieter",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="housing.municipality",
                verbose_name="Stadt oder Gemeinde",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="responsible",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="zuständig",
            ),
        ),
        migrations.AddField(
            model_name="contactentry",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="housing.offer"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="housing.offer"
            ),
        ),
        migrations.AddField(
            model_name="postalcode",
            name="municipalities",
            field=models.ManyToManyField(
                related_name="postal_codes", to="housing.municipality", verbose_name="Gemeinden"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="acceptance_reason",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="housing.reason",
                verbose_name="ohne Besichtigung, weil",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="closing_reason",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="housing.reason",
                verbose_name="beendet, weil",
            ),
        ),
        migrations.AddField(
            model_name="contactentry",
            name="result",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="housing.reason",
                verbose_name="Ergebnis",
            ),
        ),
        migrations.AddField(
            model_name="reason",
            name="list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reasons",
                to="housing.reasonlist",
                verbose_name="Liste",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reasonlist",
            trigger=pgtrigger.compiler.Trigger(
                name="reason_list_code_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c7692e3a60ce4c5d69cc79b1180547f2478be824",
                    operation="UPDATE",
                    pgid="pgtrigger_reason_list_code_is_fixed_18417",
                    table="housing_reasonlist",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="rentcaptable",
            name="confirmed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="bestätigt von",
            ),
        ),
        migrations.AddField(
            model_name="rentcaptable",
            name="typed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="eingetragen von",
            ),
        ),
        migrations.AddField(
            model_name="areabonus",
            name="table",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bonuses", to="housing.rentcaptable"
            ),
        ),
        migrations.AddField(
            model_name="rentzone",
            name="table",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="zones", to="housing.rentcaptable"
            ),
        ),
        migrations.AddField(
            model_name="rentcaprow",
            name="zone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="housing.rentzone"
            ),
        ),
        migrations.AddField(
            model_name="rentcapincrement",
            name="zone",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="increment", to="housing.rentzone"
            ),
        ),
        migrations.AddField(
            model_name="rentzoneplace",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="housing.municipality",
                verbose_name="Gemeinde",
            ),
        ),
        migrations.AddField(
            model_name="rentzoneplace",
            name="zone",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="housing.rentzone"),
        ),
        migrations.AddField(
            model_name="rentzone",
            name="places",
            field=models.ManyToManyField(
                related_name="+",
                through="housing.RentZonePlace",
                to="housing.municipality",
                verbose_name="Gemeinden",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="für",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="housing.offer"
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.UniqueConstraint(
                fields=("municipality", "name"),
                name="district_is_once_per_municipality",
                violation_error_message="Diesen Ortsteil gibt es in der Gemeinde schon.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("offer", "text"),
                name="one_consent_in_force_per_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel", "web"), models.Q(("evidence", ""), _negated=True), _connector="OR"
                ),
                name="consent_by_staff_has_evidence",
                violation_error_message="Ohne Formular braucht eine Einwilligung einen Nachweis.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None), ("withdrawn_at__gte", models.F("given_at")), _connector="OR"
                ),
                name="consent_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="postalcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[0-9]{5}$")),
                name="postal_code_has_five_digits",
                violation_error_message="Eine Postleitzahl hat fünf Ziffern.",
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["-received_at", "-id"], name="offers_newest_first"),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["state", "-received_at"], name="offers_by_state"),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("state__in", ["draft", "unconfirmed"])),
                fields=["draft_changed_at"],
                name="offers_not_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("self_contained__in", ["", "yes", "no", "unknown"])),
                name="offer_self_contained_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("deposit_terms__in", ["", "yes", "no", "unknown"])),
                name="offer_deposit_terms_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("bath_shared__in", ["", "yes", "no", "unknown"])),
                name="offer_bath_shared_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("lift__in", ["", "yes", "no", "unknown"])),
                name="offer_lift_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("balcony_garden__in", ["", "yes", "no", "unknown"])),
                name="offer_balcony_garden_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("cellar__in", ["", "yes", "no", "unknown"])),
                name="offer_cellar_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("washing_connection__in", ["", "yes", "no", "unknown"])),
                name="offer_washing_connection_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("parking__in", ["", "yes", "no", "unknown"])),
                name="offer_parking_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("internet__in", ["", "yes", "no", "unknown"])),
                name="offer_internet_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("smoke_detectors__in", ["", "yes", "no", "unknown"])),
                name="offer_smoke_detectors_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("shared_flat_ok__in", ["", "yes", "no", "unknown"])),
                name="offer_shared_flat_ok_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("wbs_required__in", ["", "yes", "no", "unknown"])),
                name="offer_wbs_required_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "",
                            "flat",
                            "house",
                            "terraced_house",
                            "granny_flat",
                            "room",
                            "holiday_flat",
                            "other",
                        ],
                    )
                ),
                name="offer_kind_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("rental_term__in", ["", "unlimited", "fixed", "open"])),
                name="offer_rental_term_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("hot_water__in", ["", "central", "own_boiler", "unknown"])),
                name="offer_hot_water_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "energy_source__in",
                        [
                            "",
                            "gas",
                            "oil",
                            "district_heat",
                            "heat_pump",
                            "electricity",
                            "wood",
                            "coal",
                            "other",
                            "unknown",
                        ],
                    )
                ),
                name="offer_energy_source_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kitchen__in", ["", "fitted", "stove_and_sink", "connections_only", "shared", "unknown"])
                ),
                name="offer_kitchen_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("furnished__in", ["", "no", "partly", "fully", "unknown"])),
                name="offer_furnished_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("access__in", ["", "stairs", "few_steps", "step_free", "wheelchair", "unknown"])
                ),
                name="offer_access_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("pets__in", ["", "allowed", "by_arrangement", "no", "unknown"])),
                name="offer_pets_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("condition__in", ["", "ready", "small_works", "renovation", "unknown"])),
                name="offer_condition_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("energy_certificate__in", ["", "available", "in_progress", "not_required", "unknown"])
                ),
                name="offer_energy_certificate_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("energy_kind__in", ["", "demand", "consumption"])),
                name="offer_energy_kind_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("energy_class__in", ["", "A+", "A", "B", "C", "D", "E", "F", "G", "H"])),
                name="offer_energy_class_is_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("bath__contained_by", ["shower", "tub", "window"])),
                name="offer_bath_are_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "wishes__contained_by",
                        [
                            "quiet_house",
                            "non_smoking_inside",
                            "winter_service",
                            "stairs_cleaning",
                            "no_large_pets",
                        ],
                    )
                ),
                name="offer_wishes_are_known",
                violation_error_message="Bitte wählen Sie einen Wert aus der Liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("floor__isnull", True),
                    models.Q(("floor__gte", Decimal("-1")), ("floor__lte", Decimal("30"))),
                    _connector="OR",
                ),
                name="offer_floor_is_within_bounds",
                violation_error_message="Die Etage ist eine Zahl von −1 (Keller) bis 30.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("living_area__isnull", True),
                    models.Q(("living_area__gte", Decimal("8")), ("living_area__lte", Decimal("500"))),
                    _connector="OR",
                ),
                name="offer_living_area_is_within_bounds",
                violation_error_message="Die Wohnfläche liegt zwischen 8 und 500 m².",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bedrooms__isnull", True),
                    models.Q(("bedrooms__gte", Decimal("0")), ("bedrooms__lte", Decimal("15"))),
                    _connector="OR",
                ),
                name="offer_bedrooms_is_within_bounds",
                violation_error_message="Die Zahl der Schlafräume liegt zwischen 0 und 15.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("max_persons__isnull", True),
                    models.Q(("max_persons__gte", Decimal("1")), ("max_persons__lte", Decimal("15"))),
                    _connector="OR",
                ),
                name="offer_max_persons_is_within_bounds",
                violation_error_message="Die Zahl der Personen liegt zwischen 1 und 15.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("net_cold_rent__isnull", True),
                    models.Q(("net_cold_rent__gte", Decimal("0")), ("net_cold_rent__lte", Decimal("5000"))),
                    _connector="OR",
                ),
                name="offer_net_cold_rent_is_within_bounds",
                violation_error_message="Die Kaltmiete liegt zwischen 0 und 5.000 € im Monat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("operating_costs__isnull", True),
                    models.Q(
                        ("operating_costs__gte", Decimal("0")), ("operating_costs__lte", Decimal("1500"))
                    ),
                    _connector="OR",
                ),
                name="offer_operating_costs_is_within_bounds",
                violation_error_message="Die Betriebskosten liegen zwischen 0 und 1.500 € im Monat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("heating_costs__isnull", True),
                    models.Q(("heating_costs__gte", Decimal("0")), ("heating_costs__lte", Decimal("1000"))),
                    _connector="OR",
                ),
                name="offer_heating_costs_is_within_bounds",
                violation_error_message="Die Heizkosten liegen zwischen 0 und 1.000 € im Monat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parking_rent__isnull", True),
                    models.Q(("parking_rent__gte", Decimal("0")), ("parking_rent__lte", Decimal("300"))),
                    _connector="OR",
                ),
                name="offer_parking_rent_is_within_bounds",
                violation_error_message="Der Stellplatz kostet zwischen 0 und 300 € im Monat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("furniture_surcharge__isnull", True),
                    models.Q(
                        ("furniture_surcharge__gte", Decimal("0")),
                        ("furniture_surcharge__lte", Decimal("1000")),
                    ),
                    _connector="OR",
                ),
                name="offer_furniture_surcharge_is_within_bounds",
                violation_error_message="Der Möbelzuschlag liegt zwischen 0 und 1.000 € im Monat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deposit__isnull", True),
                    models.Q(("deposit__gte", Decimal("0")), ("deposit__lte", Decimal("15000"))),
                    _connector="OR",
                ),
                name="offer_deposit_is_within_bounds",
                violation_error_message="Die Kaution ist nicht negativ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("energy_value__isnull", True),
                    models.Q(("energy_value__gte", Decimal("0")), ("energy_value__lte", Decimal("999"))),
                    _connector="OR",
                ),
                name="offer_energy_value_is_within_bounds",
                violation_error_message="Der Energiekennwert liegt zwischen 0 und 999 kWh/(m²a).",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("year_built__isnull", True),
                    models.Q(("year_built__gte", Decimal("1200")), ("year_built__lte", Decimal("2199"))),
                    _connector="OR",
                ),
                name="offer_year_built_is_within_bounds",
                violation_error_message="Das Baujahr hat vier Ziffern.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes_bus__isnull", True),
                    models.Q(("minutes_bus__gte", Decimal("0")), ("minutes_bus__lte", Decimal("120"))),
                    _connector="OR",
                ),
                name="offer_minutes_bus_is_within_bounds",
                violation_error_message="Der Fußweg liegt zwischen 0 und 120 Minuten.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes_shop__isnull", True),
                    models.Q(("minutes_shop__gte", Decimal("0")), ("minutes_shop__lte", Decimal("120"))),
                    _connector="OR",
                ),
                name="offer_minutes_shop_is_within_bounds",
                violation_error_message="Der Fußweg liegt zwischen 0 und 120 Minuten.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes_school__isnull", True),
                    models.Q(("minutes_school__gte", Decimal("0")), ("minutes_school__lte", Decimal("120"))),
                    _connector="OR",
                ),
                name="offer_minutes_school_is_within_bounds",
                violation_error_message="Der Fußweg liegt zwischen 0 und 120 Minuten.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes_doctor__isnull", True),
                    models.Q(("minutes_doctor__gte", Decimal("0")), ("minutes_doctor__lte", Decimal("120"))),
                    _connector="OR",
                ),
                name="offer_minutes_doctor_is_within_bounds",
                violation_error_message="Der Fußweg liegt zwischen 0 und 120 Minuten.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rooms__isnull", True),
                    (
                        "rooms__in",
                        [
                            Decimal("1"),
                            Decimal("1.5"),
                            Decimal("2"),
                            Decimal("2.5"),
                            Decimal("3"),
                            Decimal("3.5"),
                            Decimal("4"),
                            Decimal("4.5"),
                            Decimal("5"),
                            Decimal("5.5"),
                            Decimal("6"),
                            Decimal("6.5"),
                            Decimal("7"),
                            Decimal("7.5"),
                            Decimal("8"),
                            Decimal("8.5"),
                            Decimal("9"),
                            Decimal("9.5"),
                            Decimal("10"),
                            Decimal("10.5"),
                            Decimal("11"),
                            Decimal("11.5"),
                            Decimal("12"),
                            Decimal("12.5"),
                            Decimal("13"),
                            Decimal("13.5"),
                            Decimal("14"),
                            Decimal("14.5"),
                            Decimal("15"),
                        ],
                    ),
                    _connector="OR",
                ),
                name="offer_rooms_are_halves",
                violation_error_message="Zimmer zählen ganz oder halb, von 1 bis 15: 1, 1,5, 2 …",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("postal_code", ""), ("postal_code__regex", "^[0-9]{5}$"), _connector="OR"
                ),
                name="offer_postal_code_has_five_digits",
                violation_error_message="Eine Postleitzahl hat fünf Ziffern.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bedrooms__gt", models.F("rooms")),
                    ("bedrooms__isnull", False),
                    ("rooms__isnull", False),
                    _negated=True,
                ),
                name="offer_bedrooms_fit_rooms",
                violation_error_message="Es kann nicht mehr Schlafräume als Zimmer geben.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("available_from__isnull", False), ("available_now", True), _negated=True),
                name="offer_is_free_now_or_later",
                violation_error_message="Bitte „sofort“ oder ein Datum angeben, nicht beides.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fixed_until__isnull", False), ("rental_term", "fixed")),
                    models.Q(
                        models.Q(("rental_term", "fixed"), _negated=True), ("fixed_until__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="offer_fixed_term_has_end",
                violation_error_message="Ein Ende der Mietzeit gehört zu „befristet“ und nur dazu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("available_from__isnull", False),
                    ("fixed_until__isnull", False),
                    ("fixed_until__lte", models.F("available_from")),
                    _negated=True,
                ),
                name="offer_ends_after_it_begins",
                violation_error_message="Die Mietzeit endet, bevor sie beginnt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("operating_costs__isnull", False), ("operating_costs_unknown", True), _negated=True
                ),
                name="offer_operating_costs_known_or_not",
                violation_error_message="Betriebskosten bitte als Betrag oder als „noch nicht bekannt“, nicht beides.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("all_inclusive", True), ("operating_costs__isnull", False), _negated=True
                ),
                name="offer_all_inclusive_has_no_operating_costs",
                violation_error_message="In einer Pauschale sind die Betriebskosten enthalten.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("heating_by_tenant", True), ("heating_costs__isnull", False), _negated=True
                ),
                name="offer_heating_is_paid_once",
                violation_error_message="Heizkosten bitte als Betrag oder als eigener Vertrag, nicht beides.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("parking_rent__isnull", True), ("parking_required", True), _negated=True),
                name="offer_required_parking_has_price",
                violation_error_message="Bitte den Preis des Stellplatzes nennen, wenn er mitgemietet werden muss.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "deposit__gt",
                        django.db.models.expressions.CombinedExpression(
                            models.Value(3), "*", models.F("net_cold_rent")
                        ),
                    ),
                    ("deposit__isnull", False),
                    ("net_cold_rent__isnull", False),
                    _negated=True,
                ),
                name="offer_deposit_is_three_rents_at_most",
                violation_error_message="Die Kaution beträgt höchstens drei Kaltmieten (§ 551 BGB).",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("district__isnull", False), models.Q(("district_text", ""), _negated=True), _negated=True
                ),
                name="offer_names_its_district_once",
                violation_error_message="Bitte den Ortsteil aus der Liste oder in eigenen Worten, nicht beides.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "unconfirmed",
                            "received",
                            "in_review",
                            "query",
                            "viewing",
                            "available",
                            "reserved",
                            "paused",
                            "let",
                            "withdrawn",
                            "rejected",
                            "expired",
                            "anonymised",
                        ],
                    )
                ),
                name="offer_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["web", "phone", "paper", "counter", "email"])),
                name="offer_channel_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state__in", ["draft", "unconfirmed"]), _negated=True),
                        ("reference__isnull", False),
                    ),
                    models.Q(
                        ("state__in", ["draft", "unconfirmed"]),
                        models.Q(("reference__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="offer_has_reference_once_received",
                violation_error_message="Ein eingegangenes Angebot hat ein Aktenzeichen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state__in", ["draft", "unconfirmed"]), _negated=True),
                        ("received_at__isnull", False),
                    ),
                    models.Q(
                        ("state__in", ["draft", "unconfirmed"]),
                        models.Q(("received_at__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="offer_received_is_dated",
                violation_error_message="Ein eingegangenes Angebot hat ein Eingangsdatum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "unconfirmed"), _negated=True),
                    ("submitted_at__isnull", False),
                    _connector="OR",
                ),
                name="offer_submitted_is_dated",
                violation_error_message="Ein abgesendetes Angebot hat ein Datum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state__in", ["draft", "unconfirmed"]), _negated=True),
                        ("channel", "web"),
                        _negated=True,
                    ),
                    ("confirmed_at__isnull", False),
                    _connector="OR",
                ),
                name="offer_from_web_is_confirmed",
                violation_error_message="Ein Angebot aus dem Internet braucht die Bestätigung der E-Mail-Adresse.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "draft"), _negated=True),
                    models.Q(("draft_changed_at__isnull", False), ("draft_key_hash__isnull", False)),
                    _connector="OR",
                ),
                name="offer_draft_is_dated",
                violation_error_message="Ein Entwurf hat Schlüssel und Datum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("answers", {}), _connector="OR"),
                name="offer_answers_are_kept_in_drafts_only",
                violation_error_message="Nur Entwürfe enthalten die getippten Antworten.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["anonymised", "draft"]), ("landlord__isnull", False), _connector="OR"
                ),
                name="offer_beyond_draft_has_landlord",
                violation_error_message="Ein Angebot braucht eine Vermieterin oder einen Vermieter.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["anonymised", "draft"]),
                    models.Q(
                        models.Q(("kind", ""), _negated=True),
                        ("municipality__isnull", False),
                        models.Q(("living_area__isnull", False), ("rooms__isnull", False), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="offer_beyond_draft_names_dwelling",
                violation_error_message="Art, Ort und Wohnfläche oder Zimmerzahl sind nötig.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["anonymised", "expired", "let", "rejected", "withdrawn"]),
                        ("closed_at__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ["anonymised", "expired", "let", "rejected", "withdrawn"]),
                            _negated=True,
                        ),
                        models.Q(("closed_at__isnull", False), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="offer_closed_is_dated",
                violation_error_message="Ein beendetes Angebot braucht ein Datum, ein offenes hat keines.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "rejected"),
                        ("closing_reason__isnull", False),
                        django.db.models.lookups.StartsWith(
                            django.db.models.functions.comparison.Cast(
                                models.F("closing_reason"), models.CharField()
                            ),
                            "offer_rejection.",
                        ),
                    ),
                    models.Q(
                        ("state", "withdrawn"),
                        models.Q(
                            ("closing_reason__isnull", True),
                            models.Q(
                                ("closing_reason__isnull", False),
                                django.db.models.lookups.StartsWith(
                                    django.db.models.functions.comparison.Cast(
                                        models.F("closing_reason"), models.CharField()
                                    ),
                                    "offer_withdrawal.",
                                ),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("state", "expired"),
                        ("closing_reason__isnull", False),
                        django.db.models.lookups.StartsWith(
                            django.db.models.functions.comparison.Cast(
                                models.F("closing_reason"), models.CharField()
                            ),
                            "offer_expiry.",
                        ),
                    ),
                    ("state", "anonymised"),
                    models.Q(
                        models.Q(("state__in", ["rejected", "withdrawn", "expired"]), _negated=True),
                        ("closing_reason__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="offer_closing_reason_fits_state",
                violation_error_message="Der Grund passt nicht zum Stand.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acceptance_reason__isnull", True),
                    models.Q(
                        ("acceptance_reason__isnull", False),
                        django.db.models.lookups.StartsWith(
                            django.db.models.functions.comparison.Cast(
                                models.F("acceptance_reason"), models.CharField()
                            ),
                            "offer_acceptance_without_viewing.",
                        ),
                    ),
                    _connector="OR",
                ),
                name="offer_acceptance_reason_is_of_its_list",
                violation_error_message="Bitte einen Grund für die Freigabe ohne Besichtigung wählen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "query"), _negated=True),
                    models.Q(models.Q(("query_text", ""), _negated=True), ("queried_at__isnull", False)),
                    _connector="OR",
                ),
                name="offer_query_has_text",
                violation_error_message="Eine Rückfrage braucht Text und Datum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "paused"),
                        ("paused_until__isnull", False),
                        (
                            "state_before_pause__in",
                            ["available", "in_review", "query", "received", "viewing"],
                        ),
                    ),
                    models.Q(
                        models.Q(("state", "paused"), _negated=True),
                        models.Q(
                            ("paused_until__isnull", False),
                            (
                                "state_before_pause__in",
                                ["available", "in_review", "query", "received", "viewing"],
                            ),
                            _negated=True,
                        ),
                    ),
                    _connector="OR",
                ),
                name="offer_pause_has_end_and_way_back",
                violation_error_message="Eine Pause hat ein Ende und einen Stand davor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["available", "reserved"]), _negated=True),
                    ("available_since__isnull", False),
                    _connector="OR",
                ),
                name="offer_available_is_dated",
                violation_error_message="Ein verfügbares Angebot hat das Datum der Freigabe.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="offer_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{available:expired,available:paused,available:query,available:rejected,available:reserved,available:withdrawn,draft:unconfirmed,expired:anonymised,expired:in_review,in_review:available,in_review:paused,in_review:query,in_review:rejected,in_review:viewing,in_review:withdrawn,let:anonymised,let:in_review,paused:available,paused:in_review,paused:query,paused:received,paused:viewing,paused:withdrawn,query:expired,query:in_review,query:paused,query:rejected,query:withdrawn,received:in_review,received:paused,received:rejected,received:withdrawn,rejected:anonymised,rejected:in_review,reserved:available,reserved:let,reserved:withdrawn,unconfirmed:received,viewing:available,viewing:in_review,viewing:paused,viewing:query,viewing:rejected,viewing:withdrawn,withdrawn:anonymised,withdrawn:in_review}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="a91d77c9a38435b674b80d4be9288f09f4acd31e",
                    operation="UPDATE",
                    pgid="pgtrigger_offer_steps_f9358",
                    table="housing_offer",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="contactentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["phone", "email", "letter", "visit", "other"])),
                name="contact_channel_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["out", "in"])), name="contact_direction_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("result__isnull", False),
                    django.db.models.lookups.StartsWith(
                        django.db.models.functions.comparison.Cast(models.F("result"), models.CharField()),
                        "contact_result.",
                    ),
                ),
                name="contact_result_is_of_its_list",
                violation_error_message="Bitte ein Ergebnis aus der Liste der Kontakte wählen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", "contact_result.callback"), _negated=True),
                    ("callback_on__isnull", False),
                    _connector="OR",
                ),
                name="callback_is_dated",
                violation_error_message="Ein vereinbarter Rückruf braucht einen Tag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "key",
                        django.db.models.functions.text.Concat(
                            models.F("list"), models.Value("."), models.F("code")
                        ),
                    )
                ),
                name="reason_key_is_list_and_code",
                violation_error_message="Der Schlüssel besteht aus Liste und Code.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reason",
            trigger=pgtrigger.compiler.Trigger(
                name="reason_code_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."list_id" IS DISTINCT FROM (NEW."list_id") OR OLD."code" IS DISTINCT FROM (NEW."code"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b969a6319c54c296523bb17edeb16369768d95b8",
                    operation="UPDATE",
                    pgid="pgtrigger_reason_code_is_fixed_d1d74",
                    table="housing_reason",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rentcaptable",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "to_be_confirmed", "confirmed", "withdrawn"])),
                name="rent_cap_table_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rentcaptable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                    _connector="OR",
                ),
                name="confirmed_table_is_dated",
                violation_error_message="Eine bestätigte Tabelle nennt Person und Datum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rentcaptable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    ("typed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("typed_by")), _negated=True),
                    _connector="OR",
                ),
                name="table_is_confirmed_by_second_person",
                violation_error_message="Wer die Tabelle eingetragen hat, bestätigt sie nicht selbst.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rentcaptable",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["confirmed", "to_be_confirmed"])),
                fields=("valid_from",),
                name="one_table_in_use_per_day",
                violation_error_message="Für diesen Tag gibt es schon eine Tabelle.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaptable",
            trigger=pgtrigger.compiler.Trigger(
                name="rent_cap_table_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{confirmed:withdrawn,draft:to_be_confirmed,draft:withdrawn,to_be_confirmed:confirmed,to_be_confirmed:draft,to_be_confirmed:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="02c03a15107cac6d3df09c09089b0ab7aad0fbb7",
                    operation="UPDATE",
                    pgid="pgtrigger_rent_cap_table_steps_71876",
                    table="housing_rentcaptable",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaptable",
            trigger=pgtrigger.compiler.Trigger(
                name="confirmed_table_does_not_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" = \'confirmed\' AND (OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."remarks" IS DISTINCT FROM (NEW."remarks") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="0e5525a7d24601830b85acf10bb7dba42733cfb5",
                    operation="UPDATE",
                    pgid="pgtrigger_confirmed_table_does_not_change_9b465",
                    table="housing_rentcaptable",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaptable",
            trigger=pgtrigger.compiler.Trigger(
                name="confirmed_table_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" = 'confirmed')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="7d21e8aef9eb462e9c97bb9ea1baa431dc70b6fc",
                    operation="DELETE",
                    pgid="pgtrigger_confirmed_table_stays_f93c0",
                    table="housing_rentcaptable",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="areabonus",
            constraint=models.UniqueConstraint(fields=("table", "code"), name="bonus_is_once_per_table"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areabonus",
            trigger=pgtrigger.compiler.Trigger(
                name="bonus_of_confirmed_table_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP <> 'INSERT' AND EXISTS (\n                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'\n                AND t.id = (OLD.table_id)\n            ) OR TG_OP <> 'DELETE' AND EXISTS (\n                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'\n                AND t.id = (NEW.table_id)\n            ) THEN\n                RAISE EXCEPTION 'a confirmed table of rent caps does not change';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="64e5e48bda9e107297413d4cc34ca93233806baa",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_bonus_of_confirmed_table_stays_dc656",
                    table="housing_areabonus",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rentcaprow",
            constraint=models.UniqueConstraint(fields=("zone", "persons"), name="one_cap_per_zone_and_size"),
        ),
        migrations.AddConstraint(
            model_name="rentcaprow",
            constraint=models.CheckConstraint(
                condition=models.Q(("persons__gte", 1), ("persons__lte", 5)),
                name="cap_row_has_one_to_five_persons",
                violation_error_message="Zeilen gibt es für 1 bis 5 Personen, danach den Zuschlag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rentcaprow",
            constraint=models.CheckConstraint(
                condition=models.Q(("area__gt", 0), ("gross_cold_rent__gt", 0)),
                name="cap_row_is_positive",
                violation_error_message="Fläche und Betrag sind größer als null.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcaprow",
            trigger=pgtrigger.compiler.Trigger(
                name="row_of_confirmed_table_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP <> 'INSERT' AND EXISTS (\n                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'\n                AND t.id = (SELECT z.table_id FROM housing_rentzone z WHERE z.id = OLD.zone_id)\n            ) OR TG_OP <> 'DELETE' AND EXISTS (\n                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'\n                AND t.id = (SELECT z.table_id FROM housing_rentzone z WHERE z.id = NEW.zone_id)\n            ) THEN\n                RAISE EXCEPTION 'a confirmed table of rent caps does not change';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="aad327087ad32a5d83d09dacf1359e7f410a9695",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_row_of_confirmed_table_stays_b5cb0",
                    table="housing_rentcaprow",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rentcapincrement",
            constraint=models.CheckConstraint(
                condition=models.Q(("area__gt", 0), ("gross_cold_rent__gt", 0)),
                name="increment_is_positive",
                violation_error_message="Fläche und Betrag sind größer als null.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentcapincrement",
            trigger=pgtrigger.compiler.Trigger(
                name="increment_of_confirmed_table_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP <> 'INSERT' AND EXISTS (\n                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'\n                AND t.id = (SELECT z.table_id FROM housing_rentzone z WHERE z.id = OLD.zone_id)\n            ) OR TG_OP <> 'DELETE' AND EXISTS (\n                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'\n                AND t.id = (SELECT z.table_id FROM housing_rentzone z WHERE z.id = NEW.zone_id)\n            ) THEN\n                RAISE EXCEPTION 'a confirmed table of rent caps does not change';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="1df681334b3b1608e6fbffac1d29c6220ca1c76c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_increment_of_confirmed_table_stays_d2869",
                    table="housing_rentcapincrement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rentzoneplace",
            constraint=models.UniqueConstraint(
                fields=("zone", "municipality"), name="place_is_once_per_zone"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentzoneplace",
            trigger=pgtrigger.compiler.Trigger(
                name="place_of_confirmed_table_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP <> 'INSERT' AND EXISTS (\n                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'\n                AND t.id = (SELECT z.table_id FROM housing_rentzone z WHERE z.id = OLD.zone_id)\n            ) OR TG_OP <> 'DELETE' AND EXISTS (\n                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'\n                AND t.id = (SELECT z.table_id FROM housing_rentzone z WHERE z.id = NEW.zone_id)\n            ) THEN\n                RAISE EXCEPTION 'a confirmed table of rent caps does not change';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="cdbfe68633e71466f4871ecd455f3924fdf704a0",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_place_of_confirmed_table_stays_546a8",
                    table="housing_rentzoneplace",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rentzone",
            constraint=models.UniqueConstraint(
                fields=("table", "code"),
                name="zone_code_is_once_per_table",
                violation_error_message="Diese Zone gibt es in der Tabelle schon.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rentzone",
            trigger=pgtrigger.compiler.Trigger(
                name="zone_of_confirmed_table_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP <> 'INSERT' AND EXISTS (\n                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'\n                AND t.id = (OLD.table_id)\n            ) OR TG_OP <> 'DELETE' AND EXISTS (\n                SELECT 1 FROM housing_rentcaptable t WHERE t.state = 'confirmed'\n                AND t.id = (NEW.table_id)\n            ) THEN\n                RAISE EXCEPTION 'a confirmed table of rent caps does not change';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="6cf6fb0d9934393f13c27881335b692b875740a0",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_zone_of_confirmed_table_stays_2e0d5",
                    table="housing_rentzone",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="task_has_text",
                violation_error_message="Bitte schreiben Sie, was zu tun ist.",
            ),
        ),
    ]

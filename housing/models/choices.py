"""The closed lists of an offer with the words people read (H-040 to H-044); „weiß nicht“ is `unknown`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

UNKNOWN = _("weiß nicht")


class Answer(models.TextChoices):
    """Yes, no, or nobody has said."""

    YES = "yes", _("ja")
    NO = "no", _("nein")
    UNKNOWN = "unknown", UNKNOWN


class Channel(models.TextChoices):
    WEB = "web", _("Internet")
    PHONE = "phone", _("Telefon")
    PAPER = "paper", _("Brief oder Formular")
    COUNTER = "counter", _("Persönlich vor Ort")
    EMAIL = "email", _("E-Mail")


STAFF_CHANNELS = (Channel.PHONE, Channel.PAPER, Channel.COUNTER, Channel.EMAIL)

# Step „Die Wohnung“ ---------------------------------------------------------------------------------------


class Kind(models.TextChoices):
    FLAT = "flat", _("Wohnung")
    HOUSE = "house", _("Einfamilienhaus")
    TERRACED_HOUSE = "terraced_house", _("Doppel- oder Reihenhaus")
    GRANNY_FLAT = "granny_flat", _("Einliegerwohnung")
    ROOM = "room", _("Zimmer (WG oder Untermiete)")
    HOLIDAY_FLAT = "holiday_flat", _("Ferienwohnung auf Dauer")
    OTHER = "other", _("Sonstiges")


class RentalTerm(models.TextChoices):
    UNLIMITED = "unlimited", _("unbefristet")
    FIXED = "fixed", _("befristet")
    OPEN = "open", _("noch offen")


# Step „Die Kosten“ ----------------------------------------------------------------------------------------


class HotWater(models.TextChoices):
    CENTRAL = "central", _("über die Zentralheizung")
    OWN_BOILER = "own_boiler", _("eigener Boiler oder Durchlauferhitzer")
    UNKNOWN = "unknown", UNKNOWN


class EnergySource(models.TextChoices):
    GAS = "gas", _("Gas")
    OIL = "oil", _("Öl")
    DISTRICT_HEAT = "district_heat", _("Fernwärme")
    HEAT_PUMP = "heat_pump", _("Wärmepumpe")
    ELECTRICITY = "electricity", _("Strom")
    WOOD = "wood", _("Holz oder Pellets")
    COAL = "coal", _("Kohle")
    OTHER = "other", _("andere")
    UNKNOWN = "unknown", UNKNOWN


# Step „Ausstattung“ ---------------------------------------------------------------------------------------


class Kitchen(models.TextChoices):
    FITTED = "fitted", _("Einbauküche")
    STOVE_AND_SINK = "stove_and_sink", _("Herd und Spüle")
    CONNECTIONS_ONLY = "connections_only", _("nur Anschlüsse")
    SHARED = "shared", _("Mitbenutzung")
    UNKNOWN = "unknown", UNKNOWN


class Bath(models.TextChoices):
    SHOWER = "shower", _("Dusche")
    TUB = "tub", _("Badewanne")
    WINDOW = "window", _("Fenster")


class Furnished(models.TextChoices):
    NO = "no", _("nein")
    PARTLY = "partly", _("teilweise")
    FULLY = "fully", _("vollständig")
    UNKNOWN = "unknown", UNKNOWN


class Access(models.TextChoices):
    """In rising order; `wheelchair` as in DIN 18040-2 R."""

    STAIRS = "stairs", _("Treppen")
    FEW_STEPS = "few_steps", _("wenige Stufen")
    STEP_FREE = "step_free", _("stufenlos")
    WHEELCHAIR = "wheelchair", _("rollstuhlgerecht")
    UNKNOWN = "unknown", UNKNOWN


class Pets(models.TextChoices):
    ALLOWED = "allowed", _("erlaubt")
    BY_ARRANGEMENT = "by_arrangement", _("nach Absprache")
    NO = "no", _("nein")
    UNKNOWN = "unknown", UNKNOWN


class Condition(models.TextChoices):
    READY = "ready", _("bezugsfertig")
    SMALL_WORKS = "small_works", _("kleinere Arbeiten nötig")
    RENOVATION = "renovation", _("Renovierung nötig")
    UNKNOWN = "unknown", UNKNOWN


class EnergyCertificate(models.TextChoices):
    AVAILABLE = "available", _("liegt vor")
    IN_PROGRESS = "in_progress", _("in Arbeit")
    NOT_REQUIRED = "not_required", _("nicht erforderlich")
    UNKNOWN = "unknown", UNKNOWN


class EnergyKind(models.TextChoices):
    DEMAND = "demand", _("Bedarfsausweis")
    CONSUMPTION = "consumption", _("Verbrauchsausweis")


class EnergyClass(models.TextChoices):
    """Classes of GEG annex 10."""

    A_PLUS = "A+", "A+"
    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"
    E = "E", "E"
    F = "F", "F"
    G = "G", "G"
    H = "H", "H"


class Wish(models.TextChoices):
    """What a landlord may wish for. None asks for origin, religion, gender, age, disability (H-038)."""

    QUIET_HOUSE = "quiet_house", _("ruhiges Haus")
    NON_SMOKING_INSIDE = "non_smoking_inside", _("in der Wohnung nicht rauchen")
    WINTER_SERVICE = "winter_service", _("Winterdienst übernehmen")
    STAIRS_CLEANING = "stairs_cleaning", _("Treppenhaus reinigen")
    NO_LARGE_PETS = "no_large_pets", _("keine großen Tiere")


# Step „Ihre Kontaktdaten“ ---------------------------------------------------------------------------------


class LandlordRole(models.TextChoices):
    OWNER = "owner", _("Eigentümer/in")
    MANAGER = "manager", _("Hausverwaltung")
    MAIN_TENANT = "main_tenant", _("Hauptmieter/in")
    COMPANY = "company", _("Wohnungsunternehmen")
    AGENT = "agent", _("bevollmächtigt")


class ContactTime(models.TextChoices):
    MORNING = "morning", _("vormittags")
    AFTERNOON = "afternoon", _("nachmittags")
    EVENING = "evening", _("abends")


class ContactChannel(models.TextChoices):
    PHONE = "phone", _("Telefon")
    EMAIL = "email", _("E-Mail")
    LETTER = "letter", _("Brief")
    VISIT = "visit", _("Besuch")
    OTHER = "other", _("Anderes")


class Direction(models.TextChoices):
    OUT = "out", _("von uns")
    IN = "in", _("vom Vermieter")


class PhotoKind(models.TextChoices):
    ROOM = "room", _("Raum")
    OUTSIDE = "outside", _("Haus von außen")
    FLOOR_PLAN = "floor_plan", _("Grundriss")
    ENERGY_CERTIFICATE = "energy_certificate", _("Energieausweis")


class ConsentKind(models.TextChoices):
    PRIVACY_READ = "privacy_read", _("Datenschutzhinweise gelesen")
    STORE = "store", _("Angebot speichern und ansprechen")
    SHARE_HOUSEHOLD = "share_household", _("Name und Telefon an einen Haushalt geben")
    SHARE_PARTNERS = "share_partners", _("Angebot an Städte, Gemeinden und Verbände geben")
    POOL = "pool", _("Später nach weiteren Wohnungen fragen")


REQUIRED_CONSENTS = frozenset({ConsentKind.PRIVACY_READ, ConsentKind.STORE})

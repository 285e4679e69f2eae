"""Landlords: the only place for their names and ways of contact (H-043, H-122)."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Greatest, Lower
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber, to_python

from goslar_portal.journal.history import tracked
from goslar_portal.journal.models import Actor, record
from goslar_portal.privacy.restriction import NotRestricted
from goslar_portal.registry import Words
from goslar_portal.retention import AT_ONCE, DELETE, Retention, Rule, days
from housing.models import choices
from housing.models.folding import by_letters

# What two entries of one person may differ in; shown to staff side by side, never overwritten.
COMPARED = (
    "phone", "first_name", "last_name", "company", "role", "postal_street", "postal_code", "postal_town",
    "contact_times", "contact_languages", "email_only",
)  # fmt: skip


def read_phone(text: str) -> str:
    """`05321 76-555` and `0049 5321/76555` are both `+49532176555`; "" when it is no number."""
    number = to_python(text, region="DE")
    return number.as_e164 if isinstance(number, PhoneNumber) and number.is_valid() else ""


class LandlordQuerySet(models.QuerySet["Landlord"]):
    def confirmed(self, email: str) -> Self:
        """The one landlord who has proved to hold this address."""
        return self.filter(email=email.lower(), email_confirmed_at__isnull=False).exclude(email="")

    def search(self, words: str) -> Self:
        """Every word in a name or the address, or the phone as it was typed or a part of it."""
        found = Q()
        for word in words.split():
            found &= (
                Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(company__icontains=word)
                | Q(email__icontains=word)
            )
        digits = "".join(sign for sign in words if sign.isdigit())
        if len(digits) >= 4 and not any(sign.isalpha() for sign in words):
            found |= Q(phone__icontains=digits.lstrip("0"))  # as the index asks
        if phone := read_phone(words):
            found |= Q(phone=phone)
        return self.filter(found)

    def with_offer_count(self) -> Self:
        """Offers that staff may see; a landlord with nothing but an unconfirmed one is not listed."""
        filed = Count("offers", filter=~Q(offers__state__in=["draft", "unconfirmed"]))
        return self.annotate(offer_count=filed).filter(offer_count__gt=0)

    def with_differences(self) -> Self:
        """A later form said something else about them, and nobody has decided yet (H-122)."""
        return self.exclude(differing={})

    def without_offer(self) -> Self:
        """Nothing is left for which their data would be needed."""
        return self._free().filter(agreed_at=None)

    def in_pool(self) -> Self:
        """Without an offer, but they want to be asked again: since then (H-280)."""
        rows = self._free().exclude(agreed_at=None)
        return rows.annotate(pool_since=Greatest("agreed_at", "last_offer_at"))

    def _free(self) -> Self:
        pool = Q(consents__text__kind=choices.ConsentKind.POOL, consents__withdrawn_at=None)
        return self.filter(offers=None).annotate(agreed_at=Max("consents__given_at", filter=pool))

    def related_to(self, landlord: "Landlord") -> Self:
        """Probably the same person: same e-mail or same phone."""
        same = Q(pk=landlord.pk)
        if landlord.email:
            same |= Q(email=landlord.email)
        if landlord.phone:
            same |= Q(phone=landlord.phone)
        return self.filter(same)


@tracked(exclude=["differing", "created_at"])
class Landlord(models.Model):
    role = models.CharField(_("Rolle"), max_length=20, choices=choices.LandlordRole.choices, blank=True)
    company = models.CharField(_("Firma"), max_length=120, blank=True)
    first_name = models.CharField(_("Vorname"), max_length=60, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=60, blank=True)
    email = models.EmailField(_("E-Mail"), max_length=254, blank=True)
    email_confirmed_at = models.DateTimeField(_("E-Mail bestätigt am"), null=True, editable=False)
    new_email = models.EmailField(
        _("neue E-Mail, noch nicht bestätigt"), max_length=254, blank=True, editable=False
    )
    phone = PhoneNumberField(_("Telefon"), blank=True)
    email_only = models.BooleanField(_("bitte nur per E-Mail"), default=False)
    postal_street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    postal_town = models.CharField(_("Ort"), max_length=80, blank=True)
    contact_times = ArrayField(
        models.CharField(max_length=20, choices=choices.ContactTime.choices),
        verbose_name=_("Erreichbar"),
        default=list,
        blank=True,
    )
    contact_languages = models.CharField(_("Sprachen"), max_length=80, blank=True)
    language = models.CharField(_("Sprache der Schreiben"), max_length=12, default="de")
    do_not_contact = models.BooleanField(
        _("nicht mehr anschreiben"),
        default=False,
        help_text=_("Hält alle Schreiben an, außer den rechtlich nötigen."),
    )
    differing = models.JSONField(
        _("abweichende Angaben"), default=dict, blank=True, encoder=DjangoJSONEncoder, editable=False
    )
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    last_offer_at = models.DateTimeField(_("letztes Angebot beendet"), null=True, editable=False)

    retention = Retention(
        personal="role company first_name last_name email new_email phone email_only postal_street"
        " postal_code postal_town contact_times contact_languages language do_not_contact differing",
        purpose=_("Vermittlung von Wohnraum"),
        rules=[
            Rule(
                "housing.pool_days",
                _("Vermieterin oder Vermieter mit Einwilligung „später wieder fragen“"),
                starts=_("letztes Angebot oder Einwilligung"),
                clock="pool_since",
                rows="in_pool",
                period=days(731, low=30, high=731),
                then=DELETE,
            ),
            Rule(
                "housing.landlord",
                _("Vermieterin oder Vermieter ohne Angebot"),
                starts=_("Löschung des letzten Angebots"),
                clock="created_at",
                rows="without_offer",
                period=AT_ONCE,
                then=DELETE,
            ),
        ],
    )

    objects = NotRestricted.from_queryset(LandlordQuerySet)()
    everybody = LandlordQuerySet.as_manager()  # restricted ones too: an address is confirmed once
    TOLD: ClassVar[dict[str, Words]] = {
        "link": _("Mit einem zweiten Eintrag zusammengeführt"),
        "change_contact": _("Kontaktdaten geändert"),
        "adopt_differences": _("Neue Angaben übernommen"),
        "drop_differences": _("Bisherige Angaben behalten"),
    }

    class Meta:
        verbose_name = _("Vermieterin oder Vermieter")
        verbose_name_plural = _("Vermieterinnen und Vermieter")
        ordering = ["last_name", "company", "pk"]
        indexes = [
            models.Index(name="landlord_by_email", fields=["email"]),
            models.Index(name="landlord_by_phone", fields=["phone"]),
            by_letters("landlord_by_letters", "first_name", "last_name", "company", "email", "phone"),
        ]
        constraints = [
            models.CheckConstraint(
                name="landlord_has_name",
                condition=~Q(last_name="") | ~Q(company=""),
                violation_error_message=_("Bitte Nachname oder Firma angeben."),
            ),
            models.CheckConstraint(
                name="landlord_can_be_reached",
                condition=~Q(email="") | ~Q(phone="") | ~Q(postal_street=""),
                violation_error_message=_("Bitte E-Mail, Telefon oder Anschrift angeben."),
            ),
            models.CheckConstraint(
                name="landlord_by_email_only_has_email",
                condition=Q(email_only=False) | ~Q(email=""),
                violation_error_message=_("„Nur per E-Mail“ braucht eine E-Mail-Adresse."),
            ),
            models.CheckConstraint(
                name="landlord_email_is_lower_case",
                condition=Q(email=Lower(F("email"))),
                violation_error_message=_("Die E-Mail-Adresse wird klein geschrieben gespeichert."),
            ),
            models.CheckConstraint(
                name="landlord_postal_code_has_five_digits",
                condition=Q(postal_code="") | Q(postal_code__regex=r"^[0-9]{5}$"),
                violation_error_message=_("Eine Postleitzahl hat fünf Ziffern."),
            ),
            models.CheckConstraint(
                name="landlord_role_is_known", condition=Q(role__in=["", *choices.LandlordRole.values])
            ),
            models.CheckConstraint(
                name="landlord_contact_times_are_known",
                condition=Q(contact_times__contained_by=choices.ContactTime.values),
            ),
            models.UniqueConstraint(
                name="one_landlord_per_confirmed_email",
                fields=["email"],
                condition=Q(email_confirmed_at__isnull=False) & ~Q(email=""),
                violation_error_message=_("Diese E-Mail-Adresse gehört schon zu einem anderen Eintrag."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Vermieter %(number)s")) % {"number": self.pk}

    def clean(self) -> None:
        self.email = self.email.strip().lower()

    @property
    def name(self) -> str:
        """First and last name, else the company."""
        return f"{self.first_name} {self.last_name}".strip() or self.company

    @property
    def full_name(self) -> str:
        return f"{self.company} ({self.name})" if self.company and self.company != self.name else self.name

    @property
    def postal_address(self) -> str:
        town = f"{self.postal_code} {self.postal_town}".strip()
        return ", ".join(part for part in (self.postal_street, town) if part)

    @property
    def gets_mail(self) -> bool:
        return bool(self.email) and not self.do_not_contact

    def differences_of(self, other: "Landlord") -> dict[str, Any]:
        """What `other` says that differs from this entry; empty answers differ from nothing."""
        found: dict[str, Any] = {}
        for name in COMPARED:
            typed = getattr(other, name)
            if typed and typed != getattr(self, name):
                found[name] = typed.as_e164 if name == "phone" else typed
        return found

    def keep_differences(self, other: "Landlord") -> None:
        found = self.differences_of(other)
        if found:
            self.differing = self.differing | found
            Landlord.objects.filter(pk=self.pk).update(differing=self.differing)

    @transaction.atomic
    def adopt_differences(self, *, by: Actor) -> None:
        """The newer entries are right: take them over."""
        self._settle("adopt_differences", by=by, **self.differing)

    @transaction.atomic
    def drop_differences(self, *, by: Actor) -> None:
        """The older entries are right: forget the newer ones."""
        self._settle("drop_differences", by=by)

    def _settle(self, verb: str, *, by: Actor, **fields: Any) -> None:
        Landlord.objects.filter(pk=self.pk).update(**fields, differing={})
        record(self, verb, by=by)
        self.refresh_from_db()

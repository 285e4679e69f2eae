"""The Impressum as facts the law asks for: § 5 DDG, § 18 (2) MStV (I-131). Its sentences are a page."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from goslar_portal.journal.history import tracked
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from integration.models.section import SectionKind

IMPRINT = "impressum"  # the slug of its page


class ImprintQuerySet(models.QuerySet["Imprint"]):
    def unconfirmed(self) -> Self:
        return self.exclude(needs_confirmation="")


@tracked(kept=True)
class Imprint(models.Model):
    """There is one. The two names are filled in by the county; they are never starting content."""

    name = models.CharField(_("Name des Anbieters"), max_length=160)
    legal_form = models.CharField(_("Rechtsform"), max_length=160)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5)
    town = models.CharField(_("Ort"), max_length=80)
    represented_by = models.CharField(_("vertreten durch (Amt)"), max_length=160)
    representative = models.CharField(_("Name der vertretenden Person"), max_length=160, blank=True)
    email = models.EmailField(_("E-Mail"))
    phone = PhoneNumberField(_("Telefon, der zweite schnelle Weg"))
    vat_number = models.CharField(_("Umsatzsteuer-Identifikationsnummer"), max_length=20, blank=True)
    responsible_office = models.CharField(_("verantwortlich für den Inhalt (Amt)"), max_length=160)
    responsible = models.CharField(_("Name der verantwortlichen Person"), max_length=160, blank=True)
    picture_rights = models.TextField(_("Rechte an Bildern und Texten"), max_length=1000)
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    # The law wants the two names in public (§ 5 DDG, § 18 (2) MStV); they are no case.
    retention = Retention(
        public="name legal_form street postal_code town represented_by representative email phone vat_number"
        " responsible_office responsible picture_rights",
        operational="needs_confirmation",
    )

    objects = ImprintQuerySet.as_manager()

    class Meta:
        verbose_name = _("Impressum")
        verbose_name_plural = _("Impressum")
        constraints = [
            models.CheckConstraint(
                name="imprint_is_one",
                condition=Q(pk=1),
                violation_error_message=_("Es gibt schon ein Impressum. Bitte ändern Sie dieses."),
            ),
            models.CheckConstraint(
                name="imprint_has_no_empty_part",
                condition=~Q(name="")
                & ~Q(legal_form="")
                & ~Q(street="")
                & ~Q(town="")
                & ~Q(email="")
                & ~Q(phone="")
                & ~Q(represented_by="")
                & ~Q(responsible_office="")
                & ~Q(picture_rights=""),
                violation_error_message=_("Ein Pflichtteil des Impressums ist leer (§ 5 DDG)."),
            ),
            models.CheckConstraint(
                name="imprint_postal_code_has_five_digits",
                condition=Q(postal_code__regex=r"^\d{5}$"),
                violation_error_message=_("Eine Postleitzahl hat fünf Ziffern."),
            ),
        ]
        triggers = [Raises("page:impressum")]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return IMPRINT

    @property
    def place(self) -> str:
        """Postal code and town, as on an envelope."""
        return f"{self.postal_code} {self.town}"

    @property
    def lacks_names(self) -> bool:
        """The county has to fill them in before the portal goes public."""
        return not (self.representative and self.responsible)

    @classmethod
    def gaps(cls, kinds: "set[str]") -> list[str]:
        """Why the page of the Impressum may not appear with sections of these kinds, one sentence each."""
        found = []
        if SectionKind.IMPRINT not in kinds:
            part = SectionKind.IMPRINT.label
            found.append(
                now_say("Auf der Seite fehlt ein Abschnitt der Art „%(kind)s“ (§ 5 DDG).") % {"kind": part}
            )
        if not cls.objects.exists():
            found.append(now_say("Die Angaben des Impressums fehlen noch. Bitte tragen Sie sie ein."))
        return found

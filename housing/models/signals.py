"""What makes staff look twice: words in free texts, and signs of fraud (H-290 to H-293).

Nothing is refused, deleted or changed by a signal; people decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.dates import today
from goslar_portal.privacy.restriction import is_free
from goslar_portal.retention import Retention
from housing.models.caps import CapBook
from housing.models.offer_states import OPEN, UNSENT

if TYPE_CHECKING:
    from housing.models.offer import Offer

FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
AROUND = 40  # characters of the passage beside a hit
TEXTS = ("description", "district_text", "answer_text")


class WordGroup(models.TextChoices):
    AGG = "agg", _("Benachteiligung (AGG)")
    PREPAYMENT = "prepayment", _("Geld im Voraus")
    NO_VIEWING = "no_viewing", _("keine Besichtigung")
    ABROAD = "abroad", _("Eigentümer im Ausland")
    MAIL_DOMAIN = "mail_domain", _("Wegwerf-Adressen (Anbieter)")


class FlagWordQuerySet(models.QuerySet["FlagWord"]):
    def active(self) -> list[FlagWord]:
        return list(self.filter(is_active=True))


class FlagWord(models.Model):
    """A word, or the beginning of words, that the office wants to see flagged."""

    word = models.CharField(
        _("Wort"), max_length=60, help_text=_("Groß und klein, ä und ae, ß und ss sind gleich.")
    )
    group = models.CharField(_("Gruppe"), max_length=20, choices=WordGroup.choices)
    is_stem = models.BooleanField(_("auch als Wortanfang"), default=False)
    is_active = models.BooleanField(_("wird gesucht"), default=True)

    retention = Retention(operational="word group is_stem is_active")
    objects = FlagWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("Suchwort")
        verbose_name_plural = _("Suchwörter")
        ordering = ["group", "word"]
        constraints = [
            models.CheckConstraint(name="flag_word_group_is_known", condition=Q(group__in=WordGroup.values)),
            models.CheckConstraint(
                name="flag_word_is_not_empty",
                condition=~Q(word=""),
                violation_error_message=_("Bitte geben Sie ein Wort ein."),
            ),
            models.UniqueConstraint(
                name="one_flag_word_per_group",
                fields=["word", "group"],
                violation_error_message=_("Dieses Wort steht schon in der Gruppe."),
            ),
        ]

    def __str__(self) -> str:
        return self.word

    def passage_in(self, text: str) -> str:
        """The words around the first hit, as they were typed; empty when there is none."""
        plain, places = _folded(text)
        word = re.escape(_folded(self.word)[0].strip())
        found = re.search(rf"(?<!\w){word}" + ("" if self.is_stem else r"(?!\w)"), plain)
        if not word or not found:
            return ""
        start, end = places[found.start()], places[found.end() - 1] + 1
        return " ".join(text[max(0, start - AROUND) : end + AROUND].split())


def _folded(text: str) -> tuple[str, list[int]]:
    """The text for comparing, and where each of its signs stood."""
    signs, places = [], []
    for place, sign in enumerate(text):
        for letter in sign.lower().translate(FOLD):
            signs.append(letter)
            places.append(place)
    return "".join(signs), places


class SignalCode(models.TextChoices):
    WORD = "word", _("Ein Suchwort steht im Text.")
    CHEAP = "cheap", _("Die Miete ist ungewöhnlich niedrig.")
    PREPAYMENT = "prepayment", _("Es wird Geld im Voraus verlangt.")
    NO_VIEWING = "no_viewing", _("Eine Besichtigung wird ausgeschlossen.")
    ABROAD = "abroad", _("Die Eigentümerin oder der Eigentümer ist im Ausland.")
    FOREIGN_PHONE = "foreign_phone", _("Die Telefonnummer ist nicht deutsch.")
    MAIL_DOMAIN = "mail_domain", _("Die E-Mail-Adresse ist von einem Wegwerf-Anbieter.")
    SAME_PICTURE = "same_picture", _("Ein Foto steht auch im Angebot von jemand anderem.")
    SAME_PHONE = "same_phone", _("Die Telefonnummer gehört auch zu jemand anderem.")
    PLACE = "place", _("Die Postleitzahl gehört nicht zum Ort.")


SCAM = frozenset(set(SignalCode.values) - {SignalCode.WORD})


class SignalEnd(models.TextChoices):
    OPEN = "", _("offen")
    HARMLESS = "harmless", _("unbedenklich")
    CLARIFIED = "clarified", _("mit Vermieter geklärt")


def is_hold(open_signals: Iterable[Signal]) -> bool:
    """See also: `SignalQuerySet.on_hold`, which asks the same of the table."""
    scam = sum(signal.code in SCAM for signal in open_signals)
    return scam >= int(office.value("housing.signals_for_hold"))


class SignalQuerySet(models.QuerySet["Signal"]):
    def open(self) -> Self:
        return self.filter(ended_as=SignalEnd.OPEN)

    def open_with_offer(self) -> Self:
        rows = (
            self.open()
            .filter(is_free("housing.offer", "offer_id"), offer__state__in=OPEN)
            .order_by("found_at", "pk")
        )
        return rows.select_related("offer", "offer__municipality", "offer__district")

    def of(self, offer: Offer) -> Self:
        return self.filter(offer=offer)

    def on_hold(self) -> models.QuerySet[Any]:
        """Numbers of the offers with so many open signs of fraud that nothing may go on (H-292)."""
        most = int(office.value("housing.signals_for_hold"))
        scam = self.open().filter(code__in=SCAM).order_by().values("offer")
        return scam.annotate(count=Count("pk")).filter(count__gte=most).values("offer")

    def look_at(self, offer: Offer) -> None:
        """Judge an offer anew; what was closed stays closed, what no longer holds stays to be decided."""
        found = {code: passage for code, passage in _signals(offer) if office.value(f"housing.signal_{code}")}
        self.bulk_create(
            (Signal(offer=offer, code=code, passage=passage[:200]) for code, passage in found.items()),
            ignore_conflicts=True,
        )

    def end(self, as_: SignalEnd) -> int:
        return self.filter(ended_as=SignalEnd.OPEN).update(ended_as=as_, ended_at=timezone.now())


class Signal(models.Model):
    offer = models.ForeignKey("housing.Offer", on_delete=models.CASCADE, related_name="signals")
    code = models.CharField(_("Zeichen"), max_length=20, choices=SignalCode.choices)
    passage = models.CharField(_("Stelle"), max_length=200, blank=True)
    found_at = models.DateTimeField(_("bemerkt"), auto_now_add=True)
    ended_as = models.CharField(
        _("Entscheidung"), max_length=10, choices=SignalEnd.choices, blank=True, default=SignalEnd.OPEN
    )
    ended_at = models.DateTimeField(_("entschieden"), null=True)

    retention = Retention(operational="code ended_as", personal="passage", goes_with="offer")
    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = _("Auffälligkeit")
        verbose_name_plural = _("Auffälligkeiten")
        ordering = ["found_at", "pk"]
        constraints = [
            models.CheckConstraint(name="signal_code_is_known", condition=Q(code__in=SignalCode.values)),
            models.CheckConstraint(
                name="signal_end_is_dated",
                condition=Q(ended_as="", ended_at=None)
                | (Q(ended_as__in=["harmless", "clarified"]) & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(name="one_signal_of_a_kind_per_offer", fields=["offer", "code"]),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


def _signals(offer: Offer) -> Iterable[tuple[str, str]]:
    yield from _in_words(offer, FlagWord.objects.active())
    if _is_cheap(offer):
        yield SignalCode.CHEAP, ""
    landlord = offer.landlord
    if landlord is not None and landlord.phone and not str(landlord.phone.as_e164).startswith("+49"):
        yield SignalCode.FOREIGN_PHONE, ""
    yield from _elsewhere(offer)
    if _is_out_of_place(offer):
        yield SignalCode.PLACE, ""


def _in_words(offer: Offer, words: list[FlagWord]) -> Iterable[tuple[str, str]]:
    text = "\n".join(filter(None, (getattr(offer, name) for name in TEXTS)))
    domain = offer.landlord.email.rpartition("@")[2] if offer.landlord else ""
    for word in words:
        if word.group == WordGroup.MAIL_DOMAIN:
            if domain and (domain == word.word.lower() or domain.endswith(f".{word.word.lower()}")):
                yield SignalCode.MAIL_DOMAIN, ""
        elif passage := word.passage_in(text):
            yield (SignalCode.WORD if word.group == WordGroup.AGG else word.group), passage


def _is_cheap(offer: Offer) -> bool:
    """Gross cold rent under a share of the cap for the household the area suits."""
    rent, area = offer.gross_cold_rent, offer.living_area
    if rent is None or area is None or not offer.municipality_id:
        return False
    caps = [cap for cap in CapBook(today()).row(offer.municipality_id, range(1, 9)) if cap.is_known]
    suited = next(
        (cap for cap in caps if cap.area is not None and cap.area >= area), caps[-1] if caps else None
    )
    if suited is None or suited.gross_cold_rent is None:
        return False
    return bool(rent * 100 < suited.gross_cold_rent * int(office.value("housing.signal_cheap_percent")))


def _elsewhere(offer: Offer) -> Iterable[tuple[str, str]]:
    """The same phone or picture in the offer of another landlord."""
    others = type(offer).objects.exclude(state__in=UNSENT).exclude(landlord=offer.landlord_id)
    phone = offer.landlord.phone if offer.landlord else ""
    if phone and others.filter(landlord__phone=phone).exists():
        yield SignalCode.SAME_PHONE, ""
    prints = offer.photos.exclude(fingerprint=None).values("fingerprint")
    if others.filter(photos__fingerprint__in=prints).exists():
        yield SignalCode.SAME_PICTURE, ""


def _is_out_of_place(offer: Offer) -> bool:
    from housing.models.places import PostalCode

    towns = PostalCode.municipalities.through.objects.filter(postalcode=offer.postal_code)
    known = set(towns.values_list("municipality", flat=True)) if offer.postal_code else set()
    return bool(offer.postal_code) and offer.municipality_id not in known

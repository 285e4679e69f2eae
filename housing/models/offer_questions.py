"""Questions to the table of offers, and how an offer comes into being."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, CharField, Count, DateField, Exists, OuterRef, Q, When
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.dates import add_working_days, today, working_days_ago
from goslar_portal.journal.models import Actor, record
from goslar_portal.uploads import Clean
from goslar_portal.uploads.models import Upload
from housing import letters, sheet
from housing.models import reference
from housing.models.caps import CapBook, Light
from housing.models.choices import STAFF_CHANNELS, Answer
from housing.models.consents import Consent
from housing.models.contacts import Task
from housing.models.duplicates import DuplicatePair
from housing.models.landlord import Landlord
from housing.models.offer_changes import OfferChange
from housing.models.offer_facts import OfferFacts
from housing.models.offer_states import CLOSED, OPEN, OfferState
from housing.models.photos import OfferPhoto
from housing.models.places import District
from housing.models.signals import Signal
from housing.models.waiting_questions import WaitingQuerySet

if TYPE_CHECKING:
    from housing.models.offer import Offer


class OfferQuerySet(WaitingQuerySet):
    # Reach and state --------------------------------------------------------------------------------------

    def filed(self) -> Self:
        """What staff work with: drafts and unconfirmed offers are the landlord's own business."""
        return self.exclude(state__in=[OfferState.DRAFT, OfferState.UNCONFIRMED])

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def closed(self) -> Self:
        return self.filter(state__in=CLOSED)

    def of_landlord(self, landlord: Landlord) -> Self:
        """All offers of this landlord, also under a second entry with the same e-mail or phone."""
        related = Landlord.objects.related_to(landlord)
        return self.filed().filter(landlord__in=related).order_by("-received_at", "-pk")

    def with_list_facts(self) -> Self:
        """What one line of the list needs, in one query."""
        due = Task.objects.due().filter(offer=OuterRef("pk"))
        rows = self.select_related("municipality", "district", "responsible", "landlord")
        changes = OfferChange.objects.open().filter(offer=OuterRef("pk"))
        signals = Signal.objects.open().filter(offer=OuterRef("pk"))
        pairs = DuplicatePair.objects.open().filter(Q(older=OuterRef("pk")) | Q(newer=OuterRef("pk")))
        return rows.annotate(
            has_task_due=Exists(due),
            has_open_change=Exists(changes),
            has_open_signal=Exists(signals),
            has_open_pair=Exists(pairs),
        )

    def in_this_order(self, numbers: list[int]) -> list[Offer]:
        found = self.in_bulk(numbers)
        return [found[number] for number in numbers if number in found]

    # Waiting ----------------------------------------------------------------------------------------------

    def without_first_contact(self) -> Self:
        """New offers nobody has talked about with the landlord yet (H-100)."""
        return self.open().filter(last_contact_on=None)

    def overdue(self) -> Self:
        """The landlord was promised an answer by now."""
        return self.without_first_contact().filter(reply_by__lt=today())

    def too_long_without_contact(self) -> Self:
        """Somebody has taken the offer over, and still nobody has talked with the landlord (H-100)."""
        since = working_days_ago(int(office.value("housing.first_contact_days")))
        rows = self.without_first_contact().exclude(state=OfferState.RECEIVED)
        return rows.filter(received_at__date__lte=since).with_place()

    def not_taken(self) -> Self:
        return self.filter(state=OfferState.RECEIVED).with_place()

    def marked(self) -> Self:
        """The form was filled in as no person would; staff look at it before anything else."""
        return self.open().exclude(marks=[]).with_place()

    def with_task_due(self) -> Self:
        return self.filter(Exists(Task.objects.due().filter(offer=OuterRef("pk"))))

    def pause_is_over(self) -> Self:
        return self.filter(state=OfferState.PAUSED, paused_until__lte=today())

    def with_open_pair(self) -> Self:
        pairs = DuplicatePair.objects.open().order_by()
        return self.filter(pk__in=pairs.values("older").union(pairs.values("newer"), all=True))

    def with_open_signal(self) -> Self:
        return self.filter(Exists(Signal.objects.open().filter(offer=OuterRef("pk"))))

    # Facts ------------------------------------------------------------------------------------------------

    def in_zone(self, zone: str, book: CapBook) -> Self:
        return self.filter(municipality__in=[ags for ags, row in book.zones.items() if row.code == zone])

    def with_light(self, persons: int, light: str, book: CapBook) -> Self:
        """Offers whose gross cold rent stands this way beside the cap for so many persons.

        See also: `Cap.judge`, which says the same about one row.
        """
        if light == Light.UNKNOWN:
            return self.filter(Q(gross_cold_rent=None) | ~Q(municipality__in=list(book.zones)))
        found = Q(pk__in=[])
        for ags in book.zones:
            cap = book.cap(ags, persons).gross_cold_rent
            if cap is not None:
                limit = cap * book.check_up_to / 100
                bounds = {
                    Light.FITS: Q(gross_cold_rent__lte=cap),
                    Light.CHECK: Q(gross_cold_rent__gt=cap, gross_cold_rent__lte=limit),
                    Light.FAILS: Q(gross_cold_rent__gt=limit),
                }
                found |= Q(municipality=ags) & bounds[Light(light)]
        return self.filter(found)

    def free_by(self, day: date) -> Self:
        return self.filter(Q(available_now=True) | Q(available_from__lte=day))

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def of_responsible(self, person: int | str | None) -> Self:
        return self.filter(responsible=person)

    def by_channel(self, channel: str) -> Self:
        return self.filter(channel=channel)

    def in_municipality(self, ags: str) -> Self:
        return self.filter(municipality=ags)

    def for_persons(self, count: int) -> Self:
        """Offers that do not say a smaller number is the most."""
        return self.filter(Q(max_persons=None) | Q(max_persons__gte=count))

    def with_values(self, **values: str | None) -> Self:
        return self.filter(**{name: value for name, value in values.items() if value})

    def with_rooms(self, low: Decimal | None, high: Decimal | None) -> Self:
        return self._between("rooms", low, high)

    def _between(self, name: str, low: Decimal | int | None, high: Decimal | int | None) -> Self:
        rows = self if low is None else self.filter(**{f"{name}__gte": low})
        return rows if high is None else rows.filter(**{f"{name}__lte": high})

    def with_area(self, low: Decimal | int | None, high: Decimal | int | None) -> Self:
        return self._between("living_area", low, high)

    def with_rent(self, low: Decimal | int | None, high: Decimal | int | None) -> Self:
        return self._between("gross_cold_rent", low, high)

    def furnished(self) -> Self:
        return self.filter(furnished__in=["partly", "fully"])

    def needs_wbs(self) -> Self:
        return self.filter(wbs_required=Answer.YES)

    def with_photos(self, *, wanted: bool = True) -> Self:
        has_some = Exists(OfferPhoto.objects.filter(offer=OuterRef("pk")))
        return self.filter(has_some if wanted else ~has_some)

    def complete_from(self, percent: int) -> Self:
        """Offers of which at least so much is known. See also: `sheet.completeness`, the same of one row."""
        photo = Exists(OfferPhoto.objects.filter(offer=OuterRef("pk")))
        gaps = [Case(When(_unsaid(name), then=1), default=0) for name in sheet.HELPFUL]
        counted = sum(gaps, start=Case(When(photo, then=0), default=1))
        few = [count for count in range(len(gaps) + 2) if sheet.share_known(count) >= percent]
        return self.annotate(gaps=counted).filter(gaps__in=few)

    # Figures ----------------------------------------------------------------------------------------------

    def received_between(self, first: date, last: date) -> Self:
        return self.filed().filter(received_at__date__range=(first, last))

    def by_place_and_state(self) -> Any:
        """Counted by the database; no row of an offer is read (G-115)."""
        counted = self.values_list("municipality__name", "state").annotate(number=Count("pk"))
        return counted.order_by("municipality__name", "state")

    def by_month_and_place(self) -> Any:
        counted = self.annotate(month=TruncMonth("received_at", output_field=DateField()))
        counted = counted.values_list("month", "municipality__name").annotate(number=Count("pk"))
        return counted.order_by("month", "municipality__name")

    # Search -----------------------------------------------------------------------------------------------

    def search(self, words: str, *, with_names: bool) -> Self:
        """By reference, street, and for those who may see them name and phone of the landlord (H-101)."""
        words = words.strip()
        try:
            return self.filter(reference=reference.parse(words))
        except ValueError:
            pass
        found = [self._here(words), Q(district__in=District.objects.filter(name__icontains=words))]
        if with_names:
            found.append(Q(landlord__in=Landlord.everybody.search(words)))
        numbers = [self.model._base_manager.filter(each).order_by().values("pk") for each in found]
        # Each part is answered by an index of its own; with OR across tables none could be.
        return self.filter(pk__in=numbers[0].union(*numbers[1:], all=True))

    @staticmethod
    def _here(words: str) -> Q:
        """„Breite Str. 12“ finds „Breite Straße 12a“."""
        street, _space, number = words.rpartition(" ")
        if not number[:1].isdigit() or not street:
            street, number = words, ""
        for ending in ("straße", "strasse", "str."):
            if street.lower().endswith(ending):
                street = street[: -len(ending)] + "str"
        address = Q(street__icontains=street.strip())
        if number:
            address &= Q(house_number__istartswith=number)
        return address | Q(district_text__icontains=words) | Q(reference__icontains=words)

    # Coming into being ------------------------------------------------------------------------------------

    @transaction.atomic
    def take_in(
        self,
        *,
        by: Actor,
        channel: str,
        received_at: datetime,
        facts: dict[str, Any],
        contact: dict[str, Any],
        consents: Iterable[str],
        evidence: str = "",
        scan: Clean | None = None,
    ) -> Offer:
        """Enter an offer that came by phone, on paper, at the counter or by mail (H-080, H-081).

        It goes straight to `received`; who gave the data is recorded, so no e-mail has to be confirmed.
        """
        [offer] = self._take_in(
            [(facts, None)],
            by=by,
            channel=channel,
            received_at=received_at,
            contact=contact,
            consents=consents,
            evidence=evidence,
            scan=scan,
        )
        if offer.landlord is not None and offer.landlord.gets_mail:
            letters.offer_taken_in(offer)
        return offer

    @transaction.atomic
    def take_in_list(self, rows: list[tuple[dict[str, Any], bytes]], *, by: Actor, **arrival: Any) -> int:
        """Enter the dwellings of one company's list, each with the key it is known by (H-082).

        `arrival` as in `take_in()`. The company gets one letter about all of them.
        """
        offers = self._take_in(rows, by=by, **arrival)
        landlord = offers[0].landlord if offers else None
        if landlord is not None and landlord.gets_mail:
            letters.list_taken_in(landlord, offers)
        return len(offers)

    def _take_in(
        self,
        rows: Sequence[tuple[dict[str, Any], bytes | None]],
        *,
        by: Actor,
        channel: str,
        received_at: datetime,
        contact: dict[str, Any],
        consents: Iterable[str],
        evidence: str,
        scan: Clean | None = None,
    ) -> list[Offer]:
        """Several dwellings of one landlord, with the same consents and the same evidence."""
        if channel not in STAFF_CHANNELS:
            raise ValidationError({"channel": _("Bitte wählen Sie, auf welchem Weg das Angebot kam.")})
        if received_at > timezone.now():
            raise ValidationError({"received_at": _("Der Eingang kann nicht in der Zukunft liegen.")})
        contact, given, offers = dict(contact), list(consents), []
        entitled = bool(contact.pop("entitled", False))
        landlord = known_or_new(contact)
        picture = Upload.objects.keep(scan) if scan else None
        for facts, key in rows:
            offer = self.create(
                state=OfferState.RECEIVED,
                reference=reference.next_reference(today().year),
                channel=channel,
                received_at=received_at,
                reply_by=reply_by(timezone.localdate(received_at)),
                entitled=entitled,
                landlord=landlord,
                list_key=key,
                **facts,
            )
            Consent.objects.give(offer, given, channel=channel, evidence=evidence, scan=picture)
            record(offer, "take_in", by=by, to_state=OfferState.RECEIVED)
            offers.append(offer)
        return offers

    def listed(self, keys: Iterable[bytes]) -> dict[bytes, str]:
        """References of dwellings that came with an earlier list, by their key."""
        found = self.filter(list_key__in=list(keys)).values_list("list_key", "reference")
        return {bytes(key): str(reference) for key, reference in found}


def _unsaid(name: str) -> Q:
    """Nobody has said: no number, no text, „weiß nicht“. See also: `sheet.missing`."""
    empty = Q(**{f"{name}__isnull": True})
    if name == "heating_costs":
        empty &= Q(heating_by_tenant=False, all_inclusive=False)
    is_text = isinstance(OfferFacts._meta.get_field(name), CharField)
    return empty | Q(**{f"{name}__in": ["", "unknown"]}) if is_text else empty


def reply_by(day: date) -> date:
    """Until when the landlord hears from us (H-072)."""
    return add_working_days(day, int(office.value("housing.first_reply_days")))


def known_or_new(contact: dict[str, Any]) -> Landlord:
    """The landlord who confirmed this address, else a new entry; what differs stays visible (H-122)."""
    entry = Landlord(**contact)
    entry.clean()
    known = Landlord.everybody.confirmed(entry.email).first() if entry.email else None
    if known is None:
        entry.save()
        return entry
    known.keep_differences(entry)
    return known

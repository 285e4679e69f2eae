"""A newsletter: its name, its sender, the words people agree to (N-001 to N-003, N-101)."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts.roles import Role
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention

if TYPE_CHECKING:
    from newsletters.models.issue import Issue

SOURCE = "de"
RESERVED = frozenset({"abo"})  # the address of personal pages
SLUG = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", _("Bitte nur kleine Buchstaben, Ziffern und Bindestriche verwenden.")
)
OWNERS = (Role.EDITING, Role.DEMOCRACY)


class ChannelQuerySet(models.QuerySet["Channel"]):
    def with_texts(self, language: str) -> Self:
        """Name and description in this language, in German where it has none: one query for all."""
        texts = ChannelText.objects.filter(language__in={language, SOURCE})
        return self.prefetch_related(Prefetch("texts", queryset=texts, to_attr="known_texts"))

    def at(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def of_role(self, role: str) -> Self:
        return self.filter(role=role)

    def without_fresh_test(self) -> Self:
        """With readers, but without a passed self-test that counts. See also `SelfTest.objects.problem`."""
        from newsletters.models.self_test import SelfTest
        from newsletters.models.subscription import Subscription

        fresh = SelfTest.objects.fresh().filter(
            channel=OuterRef("pk"), tested_at__gte=OuterRef("sender_changed_at")
        )
        read = Subscription.objects.active().filter(channel=OuterRef("pk"))
        return self.filter(~Exists(fresh), Exists(read))

    def slugs(self) -> list[str]:
        return list(self.order_by("pk").values_list("slug", flat=True))

    def open(self) -> Self:
        return self.filter(is_signup_open=True)

    def numbered(self, numbers: Any) -> Self:
        return self.filter(pk__in=numbers)

    def visible_to(self, user: Any) -> Self:
        """Leitung sees all, the others those of their role (G-051)."""
        if user.is_superuser or user.has_role(Role.LEAD):
            return self
        return self.filter(role__in=[role for role in OWNERS if user.has_role(role)])


class Channel(models.Model):
    slug = models.CharField(
        _("Adresse"),
        max_length=60,
        unique=True,
        validators=[SLUG],
        help_text=_("Steht in der Adresse /newsletter/…/ und bleibt, sobald eine Ausgabe öffentlich ist."),
    )
    position = models.PositiveSmallIntegerField(_("Stelle"), default=1)
    role = models.CharField(
        _("zuständig"), max_length=20, choices=[(role.value, role.label) for role in OWNERS]
    )
    sender_name = models.CharField(_("Absender"), max_length=80)
    sender_address = models.EmailField(
        _("Adresse des Absenders"),
        help_text=_("Ein Postfach der Stelle, nie das einer Person. Leserinnen und Leser sehen es."),
    )
    reply_address = models.EmailField(
        _("Antworten gehen an"), help_text=_("Ein Postfach der Stelle, das jemand liest.")
    )
    imprint_line = models.CharField(
        _("Zeile am Ende"),
        max_length=300,
        help_text=_("Wer schreibt: Stelle, Anschrift, Telefon. Steht unter jeder Ausgabe."),
    )
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("Sprachen zur Auswahl"), default=list, blank=True
    )
    contact = models.CharField(
        _("Kontakt"), max_length=60, blank=True, help_text=_("Kürzel der Kontaktkarte, die daneben steht.")
    )
    is_four_eyes = models.BooleanField(
        _("Vier-Augen-Freigabe"),
        default=True,
        help_text=_("Wer zuletzt am Inhalt geschrieben hat, darf ihn nicht selbst versenden."),
    )
    is_signup_open = models.BooleanField(_("Anmeldung offen"), default=True)
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)
    sender_changed_at = models.DateTimeField(_("Absender geändert"), default=timezone.now, editable=False)

    retention = Retention(
        public="slug sender_name sender_address reply_address imprint_line languages contact is_signup_open",
        operational="position role is_four_eyes needs_confirmation",
    )

    objects = ChannelQuerySet.as_manager()
    known_texts: list["ChannelText"]
    if TYPE_CHECKING:
        texts: models.Manager["ChannelText"]
        issues: models.Manager["Issue"]
    SENDER: ClassVar[tuple[str, ...]] = ("sender_name", "sender_address", "reply_address")

    class Meta:
        verbose_name = _("Newsletter")
        verbose_name_plural = _("Newsletter")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="channel_slug_is_not_reserved",
                condition=~Q(slug__in=sorted(RESERVED)),
                violation_error_message=_("Diese Adresse gehört den persönlichen Seiten."),
            ),
            models.CheckConstraint(
                name="channel_role_is_known", condition=Q(role__in=[role.value for role in OWNERS])
            ),
            models.CheckConstraint(
                name="channel_sender_is_one_line",
                condition=~Q(sender_name__regex=r"[\r\n]") & ~Q(imprint_line__regex=r"[\r\n]"),
            ),
        ]
        triggers = [Raises("newsletters", "newsletter:{slug}")]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("newsletters:channel_detail", args=[self.slug])

    @property
    def text(self) -> "ChannelText":
        """In the reader's language, else German; an empty one when nobody has written it."""
        known = getattr(self, "known_texts", None)
        rows = {row.language: row for row in (self.texts.all() if known is None else known)}
        here = translation.get_language() or SOURCE
        return rows.get(here) or rows.get(SOURCE) or ChannelText(channel=self, name=self.slug)

    @property
    def name(self) -> str:
        return self.text.name

    @property
    def offered(self) -> list[str]:
        """Languages to choose from, German first and always among them."""
        return [SOURCE, *(code for code in self.languages if code != SOURCE)]

    @property
    def has_public_issue(self) -> bool:
        return bool(self.pk) and self.issues.exclude(published_at=None).exists()

    def keep(self, *, sender_changed: bool) -> None:
        """Save what staff typed; the self-test asks since when the sender is as it is (N-153)."""
        if sender_changed:
            self.sender_changed_at = timezone.now()
        self.save()

    @transaction.atomic
    def close_signup(self, *, by: Actor) -> None:
        """No new sign-ups for now; reading, settings and unsubscribing go on (N-003)."""
        self._set_signup(by, "close_signup", is_open=False)

    @transaction.atomic
    def open_signup(self, *, by: Actor) -> None:
        self._set_signup(by, "open_signup", is_open=True)

    def _set_signup(self, by: Actor, verb: str, *, is_open: bool) -> None:
        changed = Channel.objects.filter(pk=self.pk, is_signup_open=not is_open)
        if changed.update(is_signup_open=is_open):
            record(self, verb, by=by)
        self.refresh_from_db()


class ChannelText(models.Model):
    """Name and description of a newsletter in one language."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("Sprache"), max_length=12, default=SOURCE)
    name = models.CharField(_("Name"), max_length=120)
    description = models.TextField(_("Worum es geht"), max_length=1000)

    retention = Retention(public="language name description")

    objects: ClassVar[models.Manager["ChannelText"]] = models.Manager()

    class Meta:
        verbose_name = _("Name und Beschreibung")
        verbose_name_plural = _("Namen und Beschreibungen")
        ordering = ["channel", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="channel_text_is_once_per_language",
                fields=["channel", "language"],
                violation_error_message=_("Für diese Sprache gibt es schon einen Text."),
            ),
        ]
        triggers = [Raises("newsletters", "newsletter:{channel__slug}")]

    def __str__(self) -> str:
        return self.name


class WordingQuerySet(models.QuerySet["Wording"]):
    def current(self, language: str) -> dict[int, "Wording"]:
        """The words in force today by channel, in German where this language has none."""
        rows = self.filter(language__in={language, SOURCE}, valid_from__lte=today())
        found: dict[int, Wording] = {}
        for row in rows.order_by("channel_id", "version"):
            kept = found.get(row.channel_id)
            if kept is None or row.language == language or kept.language == row.language:
                found[row.channel_id] = row
        return found


class Wording(models.Model):
    """What people agree to when they subscribe. New words are a new version; old ones stay as proof."""

    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="wordings", verbose_name=_("Newsletter")
    )
    language = models.CharField(_("Sprache"), max_length=12, default=SOURCE)
    version = models.PositiveSmallIntegerField(_("Version"))
    text = models.TextField(_("Wortlaut"), max_length=2000)
    valid_from = models.DateField(_("gilt ab"), default=today)
    needs_confirmation = models.CharField(_("vom Landkreis zu bestätigen"), max_length=300, blank=True)

    retention = Retention(public="language version text valid_from", operational="needs_confirmation")

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einwilligungstext")
        verbose_name_plural = _("Einwilligungstexte")
        ordering = ["channel", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="wording_version_is_once",
                fields=["channel", "language", "version"],
                violation_error_message=_("Diese Version gibt es schon."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="wording_does_not_change",
                fields=["channel", "language", "version", "text"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.language} (Version {self.version})"

    @transaction.atomic
    def add_version(self, *, by: Actor) -> None:
        """The next version of these words."""
        rows = Wording.objects.filter(channel=self.channel, language=self.language)
        self.version = (rows.aggregate(last=models.Max("version"))["last"] or 0) + 1
        self.save(force_insert=True)
        record(self, "add", by=by)


class WordListQuerySet(models.QuerySet["WordList"]):
    def words(self, name: str) -> frozenset[str]:
        """The words of one list in lower case; an unknown list is empty."""
        found = self.filter(name=name).values_list("words", flat=True).first() or ""
        return frozenset(word.strip().lower() for word in found.splitlines() if word.strip())


class WordList(models.Model):
    """Words the office may change: providers that ignore dots, link texts that say nothing (N-031, N-131)."""

    DOTLESS = "dotless_providers"
    EMPTY_LINKS = "empty_link_texts"
    NAMES = (
        (DOTLESS, _("Anbieter, die Punkte vor dem @ nicht beachten")),
        (EMPTY_LINKS, _("Linktexte, die nichts sagen")),
    )

    name = models.CharField(_("Liste"), max_length=40, primary_key=True, choices=NAMES)
    words = models.TextField(_("Wörter"), max_length=4000, help_text=_("Ein Eintrag je Zeile."))

    retention = Retention(operational="name words")

    objects = WordListQuerySet.as_manager()

    class Meta:
        verbose_name = _("Wortliste")
        verbose_name_plural = _("Wortlisten")

    def __str__(self) -> str:
        return str(self.get_name_display())

"""An uploaded file: a random name, what it is, whether a virus scanner has seen it (G-143, G-144)."""

import secrets
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from goslar_portal.retention import DELETE, Retention, Rule, hours
from goslar_portal.uploads.checking import Clean
from goslar_portal.uploads.kinds import Kind

NAME_BYTES = 24  # 192 bits: nobody guesses the name of another file


class Scan(models.TextChoices):
    NOT_NEEDED = "not_needed", _("kein Scanner eingerichtet")
    WAITING = "waiting", _("wartet auf den Scanner")
    CLEAN = "clean", _("ohne Fund")
    INFECTED = "infected", _("Fund, Datei gelöscht")


OPEN = frozenset({Scan.NOT_NEEDED, Scan.CLEAN})


def random_name(upload: "Upload", _given: str) -> str:
    """Nothing of the name somebody gave: it may hold a person's name (G-143)."""
    name = secrets.token_hex(NAME_BYTES)
    return f"uploads/{name[:2]}/{name}{Kind(upload.kind).suffix}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def keep(self, clean: Clean, *, is_own: bool = False) -> "Upload":
        """Store a checked file. If the transaction is undone, the nightly job takes the file away.

        `is_own`: made by the portal itself, so there is nothing to ask a virus scanner.
        """
        waits = settings.VIRUS_SCANNER and not is_own
        upload = Upload(
            kind=clean.kind.value,
            size=len(clean.content),
            width=clean.width,
            height=clean.height,
            pages=clean.pages,
            scan=Scan.WAITING if waits else Scan.NOT_NEEDED,
        )
        upload.file.save("", ContentFile(clean.content), save=False)
        upload.save(force_insert=True)
        return upload

    def unreferenced(self) -> "UploadQuerySet":
        """Files no row of any area points at, as after a form that was never sent.

        Also relations without a way back (`related_name="+"`) hold a file; rows of the history do not.
        """
        rows = self
        for relation in Upload._meta.get_fields(include_hidden=True):
            if relation.one_to_many and not hasattr(relation.related_model, "pgh_tracked_model"):
                holding: Any = relation
                pointing = holding.related_model._base_manager.filter(**{holding.field.name: OuterRef("pk")})
                rows = rows.exclude(Exists(pointing))
        return rows

    def waiting_for_scanner(self) -> "UploadQuerySet":
        return self.filter(scan=Scan.WAITING).order_by("pk")


class Upload(models.Model):
    """Areas point here with a foreign key and erase it with their own row."""

    file = models.FileField(_("Datei"), upload_to=random_name, max_length=120)
    kind = models.CharField(_("Art"), max_length=4, choices=[(kind.value, kind.value) for kind in Kind])
    size = models.PositiveIntegerField(_("Bytes"))
    width = models.PositiveIntegerField(_("Breite"), default=0)
    height = models.PositiveIntegerField(_("Höhe"), default=0)
    pages = models.PositiveSmallIntegerField(_("Seiten"), default=1)
    scan = models.CharField(_("Virenscanner"), max_length=10, choices=Scan.choices)
    uploaded_at = models.DateTimeField(_("hochgeladen am"), auto_now_add=True)

    retention = Retention(
        operational="kind size width height pages scan",
        personal="file",
        owned=True,
        purpose=_("Dateien zu einem Vorgang"),
        rules=[
            Rule(
                "uploads.orphan_hours",
                _("Datei, die zu keinem Vorgang gehört"),
                starts=_("Hochladen"),
                clock="uploaded_at",
                rows="unreferenced",
                period=hours(24, low=24, high=72),
                then=DELETE,
            ),
        ],
    )

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("hochgeladene Datei")
        verbose_name_plural = _("hochgeladene Dateien")
        indexes = [models.Index(name="uploads_waiting", fields=["id"], condition=Q(scan=Scan.WAITING))]
        constraints = [
            models.CheckConstraint(
                name="upload_kind_is_known", condition=Q(kind__in=[k.value for k in Kind])
            ),
            models.CheckConstraint(name="upload_scan_is_known", condition=Q(scan__in=Scan.values)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def content(self) -> bytes:
        with self.file.storage.open(self.file.name) as file:
            return bytes(file.read())

    @property
    def is_open(self) -> bool:
        """May be shown: scanned without a find, or no scanner is there to ask."""
        return self.scan in OPEN

    @transaction.atomic
    def erase(self) -> None:
        """Row and file. The file goes when the change is certain, so an undone one never lacks its file."""
        storage, name = self.file.storage, self.file.name
        self.delete()
        transaction.on_commit(lambda: storage.delete(name))

    def settle_scan(self, *, is_clean: bool) -> None:
        """What the scanner said. A find is deleted at once; the row stays to tell the staff."""
        to = Scan.CLEAN if is_clean else Scan.INFECTED
        if type(self).objects.filter(pk=self.pk, scan=Scan.WAITING).update(scan=to) and not is_clean:
            self.file.storage.delete(self.file.name)

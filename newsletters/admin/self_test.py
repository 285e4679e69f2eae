"""„Versand-Selbsttest“: a test mail out, the received file in, each check with its remedy (N-150, N-152)."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from goslar_portal.journal.models import Actor
from newsletters import received
from newsletters.forms.fields import AddressField
from newsletters.models import Channel, Issue, SelfTest, TrialMail
from newsletters.received import NoMailError, Received
from newsletters.self_test import Check, examine, trial_of
from newsletters.staff_forms import ChannelField, InReachForm

NO_MAIL = _("Das ist keine vollständige E-Mail-Datei.")


class SendForm(InReachForm):
    channel = ChannelField()
    email = AddressField(
        label=_("Postfach des Amtes"),
        help_text=_("Am besten bei einem großen Anbieter: Dort werden alle Zeilen geprüft."),
    )


class ReadForm(PortalForm):
    file = forms.FileField(
        label=_("Empfangene E-Mail als Datei (.eml)"),
        help_text=_(
            "Im Mailprogramm: Nachricht speichern oder „Original herunterladen“. Höchstens 2 MB. "
            "Die Datei wird gelesen und nicht gespeichert."
        ),
    )

    def clean_file(self) -> Received:
        content = self.cleaned_data["file"].read(received.LARGEST + 1)
        try:
            return received.read(content)
        except NoMailError as error:
            raise ValidationError(NO_MAIL, code="mail") from error


def self_test(request: HttpRequest) -> HttpResponse:
    """One page with both steps; a POST names which of them."""
    channels = Channel.objects.visible_to(request.user).with_texts("de")
    step = request.POST.get("step", "")
    sending = SendForm(request.POST if step == "send" else None, channels=channels)
    typed: Any = (request.POST, request.FILES) if step == "read" else ()
    reading = ReadForm(*typed)
    if sending.is_valid() and _send(request, sending):
        return HttpResponseRedirect(reverse("admin:newsletters_self_test"))
    checks = _read(request, reading, channels) if reading.is_valid() else []
    wrong = bool(sending.errors or reading.errors)
    context = {
        **admin.site.each_context(request),
        "title": _("Versand-Selbsttest"),
        "sending": sending,
        "reading": reading,
        "checks": checks,
        "states": [(row.name, SelfTest.objects.problem(row)) for row in channels],
    }
    return TemplateResponse(
        request, "admin/newsletters/self_test.html", context, status=422 if wrong else 200
    )


def _send(request: HttpRequest, form: SendForm) -> bool:
    """The newest issue of the newsletter goes out as a test mail."""
    channel, address = form.cleaned_data["channel"], form.cleaned_data["email"]
    issue = Issue.objects.of_channel(channel).latest_written()
    if issue is None:
        form.add_error("channel", _("Dieser Newsletter hat noch keine Ausgabe. Legen Sie zuerst eine an."))
        return False
    try:
        TrialMail.objects.order(issue.main, [address], by=Actor.staff(request.user))
    except ValidationError as error:
        form.add_error("email", error)
        return False
    told = now_say(
        "Die Testmail ist unterwegs. Drücken Sie im Mailprogramm auf „Abmelden“, dann laden Sie sie hoch."
    )
    messages.success(request, told)
    return True


def _read(request: HttpRequest, form: ReadForm, channels: Any) -> list[Check]:
    """Judge the mail; the result is kept with the newsletter whose test mail it is, the mail is not."""
    mail = form.cleaned_data["file"]
    trial = trial_of(mail)
    if trial is not None and trial.issue.channel not in channels:
        trial = None  # of a newsletter out of reach: not known here
    checks = examine(mail, trial)
    if trial is not None:
        outcomes = {check.name: str(check.outcome) for check in checks}
        SelfTest.objects.keep(trial.issue.channel, outcomes, by=Actor.staff(request.user))
    return checks

"""„Frühere Ausgabe“: a PDF from before the portal goes into the archive (N-095)."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.forms import DateField
from goslar_portal.journal.models import Actor
from goslar_portal.uploads.fields import UploadField
from goslar_portal.uploads.kinds import DOCUMENTS, Accept
from newsletters.earlier import SUMMARY_LENGTH, take_in
from newsletters.models import Channel
from newsletters.staff_forms import ChannelField, InReachForm


class EarlierForm(InReachForm):
    channel = ChannelField()
    number = forms.IntegerField(label=_("Nummer in ihrem Jahr"), min_value=1, max_value=999)
    published_on = DateField(label=_("Erschienen am"))
    title = forms.CharField(label=_("Titel"), max_length=160)
    summary = forms.CharField(
        label=_("Inhalt in Worten"),
        max_length=SUMMARY_LENGTH,
        widget=forms.Textarea,
        help_text=_("Was darin steht, in einigen Sätzen: Nicht alle können das PDF lesen."),
    )
    file = UploadField(label=_("PDF"), accept=Accept(kinds=DOCUMENTS))

    def clean_published_on(self) -> Any:
        day = self.cleaned_data["published_on"]
        if day > today():
            raise ValidationError(_("Dieser Tag kommt erst noch. Bitte prüfen Sie das Datum."))
        return day


def earlier_issue(request: HttpRequest) -> HttpResponse:
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EarlierForm(*typed, channels=Channel.objects.visible_to(request.user).with_texts("de"))
    if form.is_valid():
        try:
            issue = take_in(**form.cleaned_data, by=Actor.staff(request.user))
        except ValidationError as error:
            form.add_error("number", error)
        else:
            told = now_say("Die Ausgabe steht im Archiv.")
            messages.success(request, told)
            return HttpResponseRedirect(issue.get_absolute_url())
    context = {
        **admin.site.each_context(request),
        "title": _("Frühere Ausgabe ins Archiv legen"),
        "explanation": _(
            "Für Ausgaben aus der Zeit vor dem Portal. Das PDF bleibt, wie es ist; Leserinnen und Leser "
            "erfahren, dass es vielleicht nicht barrierefrei ist. Verschickt wird nichts."
        ),
        "form": form,
        "submit": _("Ins Archiv legen"),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/newsletters/page_form.html", context, status=status)

"""Subscriptions in the back office: nobody is subscribed here, only asked (N-109); the proof (N-121)."""

import json
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from goslar_portal import pdf
from goslar_portal.journal.models import Actor
from goslar_portal.verbs import Verb, VerbAdmin
from newsletters.admin.reach import InReach
from newsletters.models import SOURCE, Invitation, Proof, SignUp, Subscription, Way, Wording, read_list
from newsletters.roles import WRITERS
from newsletters.staff_forms import ListForm, NudgeForm, ProofForm


@admin.register(Subscription)
class SubscriptionAdmin(InReach, VerbAdmin[Subscription]):
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "end_on_request", _("Abo beenden"), WRITERS, is_danger=True,
            explanation=_("Auf Wunsch der Person. Die Adresse wird sofort gelöscht."),
        ),
        Verb(
            "send_data", _("Auskunft an die Person schicken"), WRITERS,
            explanation=_("Alles, was gespeichert ist, geht an die gespeicherte Adresse. Einmal am Tag."),
        ),
    ]  # fmt: skip
    change_list_template = "admin/newsletters/subscription_list.html"
    list_display = ["row_number", "channel", "masked", "language", "state", "confirmed_at", "end_reason"]
    list_select_related = ["channel"]
    list_filter = ["channel", "state", "language", "end_reason"]
    search_fields = ["pk"]
    search_help_text = _("Ganze E-Mail-Adresse")
    show_full_result_count = False
    fields = [
        "channel", "email", "language", "state", "confirmed_at", "renewed_at", "rests_since", "ended_at",
        "end_reason", "data_sent_at",
    ]  # fmt: skip

    @admin.display(description=_("Nr."), ordering="pk")
    def row_number(self, row: Subscription) -> int:
        return int(row.pk)

    @admin.display(description=_("Adresse"))
    def masked(self, row: Subscription) -> str:
        return row.masked

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the whole address only: parts of it would make a list of persons out of it."""
        return (queryset.of_address(search_term) if search_term else queryset), False

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, Any] = {
            "anstossen": self.nudge_view,
            "einladen": self.invite_view,
            "nachweis": self.proof_view,
        }
        own = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"newsletters_subscription_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"may_ask": may_ask(request)})

    def nudge_view(self, request: HttpRequest) -> HttpResponse:
        """Send the confirmation mail; the person decides."""
        self.must_ask(request)
        form = NudgeForm(request.POST or None, channels=self.channels(request))
        if form.is_valid():
            wordings = Wording.objects.current(SOURCE)
            SignUp.objects.ask(
                email=form.cleaned_data["email"],
                language=SOURCE,
                wordings=[wordings[form.cleaned_data["channel"].pk]],
                way=Way.STAFF,
            )
            told = _("Wenn die Adresse angeschrieben werden darf, ist die Bestätigungsmail unterwegs.")
            self.message_user(request, told, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:newsletters_subscription_changelist"))
        context = {
            "title": now_say("Anmeldung anstoßen"),
            "form": form,
            "submit": now_say("Bestätigungsmail schicken"),
            "explanation": now_say(
                "Die Person bekommt eine E-Mail und bestätigt selbst. Ohne ihren Klick entsteht kein Abo."
            ),
        }
        status = 422 if form.is_bound else 200
        return self.answer(request, "admin/newsletters/form.html", context, status=status)

    def invite_view(self, request: HttpRequest) -> HttpResponse:
        """First click reads the file and shows what is in it, second click sends."""
        self.must_ask(request)
        channels = self.channels(request)
        if "approve" in request.POST:
            return self.approve_invitations(request)
        form = ListForm(request.POST or None, request.FILES or None, channels=channels)
        context: dict[str, Any] = {"title": now_say("Bestand einladen"), "form": form}
        if form.is_valid():
            reading = read_list(form.cleaned_data["file"])
            channel = form.cleaned_data["channel"]
            Invitation.objects.propose(channel, reading.good)
            context |= {"reading": reading, "channel": channel}
        status = 422 if form.is_bound and not form.is_valid() else 200
        return self.answer(request, "admin/newsletters/invite.html", context, status=status)

    def approve_invitations(self, request: HttpRequest) -> HttpResponse:
        channel = self.channels(request).numbered([int(request.POST["approve"] or 0)]).first()
        if channel is None:
            raise PermissionDenied
        count = Invitation.objects.approve(channel, by=Actor.staff(request.user))
        told = ngettext(
            "%(count)s Einladung geht hinaus.", "%(count)s Einladungen gehen nach und nach hinaus.", count
        ) % {"count": count}
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:newsletters_subscription_changelist"))

    def proof_view(self, request: HttpRequest) -> HttpResponse:
        """The proof for one address, as page, PDF or JSON; every look is in the journal (N-121)."""
        if not request.user.has_perm("newsletters.view_proof"):
            raise PermissionDenied
        form = ProofForm(request.POST or None)
        context: dict[str, Any] = {"title": now_say("Nachweis"), "form": form}
        if not form.is_valid():
            status = 422 if form.is_bound else 200
            return self.answer(request, "admin/newsletters/proof.html", context, status=status)
        address = form.cleaned_data["email"]
        found = Proof.objects.look_up(address, self.channels(request), by=Actor.staff(request.user))
        context |= {"address": address, "proofs": found, "searched": True}
        if "pdf" in request.POST:
            return _download(pdf.render("newsletters/pdf/proof.html", context), "application/pdf", "pdf")
        if "json" in request.POST:
            text = json.dumps([row.as_json() for row in found], ensure_ascii=False, indent=2)
            return _download(text.encode(), "application/json", "json")
        return self.answer(request, "admin/newsletters/proof.html", context)

    def must_ask(self, request: HttpRequest) -> None:
        if not may_ask(request):
            raise PermissionDenied


def may_ask(request: HttpRequest) -> bool:
    return bool(request.user.has_role(*WRITERS))  # type: ignore[union-attr]  # admin views have a login


def _download(content: bytes, kind: str, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="nachweis.{suffix}"'
    response.headers["Cache-Control"] = "no-store"
    return response

"""What became of each mail of an issue, stopping everything, and unclear ones sent again (N-056, N-060)."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from goslar_portal.journal.models import Actor
from newsletters.admin.reach import InReach
from newsletters.forms.deliveries import SHOWN_UNCLEAR, FilterForm, FindForm, ResendForm
from newsletters.models import Brake, Delivery, DeliveryState, Issue
from newsletters.roles import STAFF

PER_PAGE = 50
ISSUES_PER_PAGE = 20

# What stopped an issue, and what the person can do about it.
STOPS = {
    "overdue": _("Ihre Zeit verging, ohne dass das Portal lief. Jetzt entscheiden Sie, ob sie hinausgeht."),
    "restored": _(
        "Das Portal läuft mit einer wiederhergestellten Sicherung. Wer die Ausgabe schon hat, weiß nur der "
        "Mailserver: Bitte klären Sie das mit der Technik, bevor Sie weiter senden."
    ),
    "connection": _(
        "Der Mailserver war nicht zu erreichen. Das Portal versucht es alle paar Minuten mit einer einzelnen "
        "Nachricht, dreimal. Danach geht es erst weiter, wenn Sie „Weiter senden“ wählen."
    ),
    "server": _(
        "Der Mailserver nimmt unsere Post nicht an, weil mit Anmeldung oder Absender etwas nicht stimmt. "
        "Bitte geben Sie der Technik Bescheid und senden Sie danach weiter."
    ),
    "rejected": _(
        "Zu viele Adressen wurden abgewiesen. Sehen Sie unten nach, bei welchen Anbietern, bevor Sie weiter "
        "senden: Oft hält einer unsere Post für Werbung."
    ),
    "still": _("Stundenlang ging nichts hinaus, obwohl etwas fällig war. Bitte senden Sie weiter."),
    "stopped": _("Jemand hat den Versand angehalten."),
}


@admin.register(Delivery)
class DeliveryAdmin(InReach):
    """The list shows issues; the deliveries of each stand on a page of its own."""

    urls_of_issue: ClassVar[str] = "ausgabe/<int:pk>/"

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, Any]] = {
            "issue": (self.urls_of_issue, self.issue_view),
            "resend": (f"{self.urls_of_issue}erneut/", self.resend_view),
            "brake": ("stopp/", require_POST(self.brake_view)),
        }
        own = [
            path(where, self.admin_site.admin_view(view), name=f"newsletters_delivery_{name}")
            for name, (where, view) in views.items()
        ]
        first = path(
            "",
            self.admin_site.admin_view(require_safe(self.overview)),
            name="newsletters_delivery_changelist",
        )
        return [*own, first]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def must_act(self, request: HttpRequest) -> None:
        if not may_act(request):
            raise PermissionDenied

    def issue_or_404(self, request: HttpRequest, pk: int) -> Issue:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = Issue.objects.visible_to(request.user).with_channel().numbered(pk).first()
        if row is None:
            raise Http404
        return row

    # All issues -------------------------------------------------------------------------------------------

    def overview(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        issues = Issue.objects.visible_to(request.user).sent_out().with_channel()
        page = Paginator(issues, ISSUES_PER_PAGE).get_page(request.GET.get("seite"))
        counts = Delivery.objects.per_issue(page.object_list)
        context = {
            "title": now_say("Zustellungen"),
            "page": page,
            "rows": [{"issue": issue, "counts": counts.get(issue.pk, [])} for issue in page],
            "brake": Brake.objects.holding().first(),
            "may_act": may_act(request),
        }
        return self.answer(request, "admin/newsletters/delivery_overview.html", context)

    def brake_view(self, request: HttpRequest) -> HttpResponse:
        """„Versand sofort stoppen“ for everything, and back (N-070)."""
        self.must_act(request)
        by = Actor.staff(request.user)
        if "release" in request.POST:
            brake = Brake.objects.holding().first()
            if brake is not None:
                brake.release(by=by)
            self.message_user(request, _("Der Versand läuft wieder."), messages.SUCCESS)
        elif "stop" in request.POST:
            Brake.objects.stop(by=by)
            told = _("Gestoppt. Nur was gerade übergeben wird, geht noch hinaus.")
            self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:newsletters_delivery_changelist"))

    # One issue --------------------------------------------------------------------------------------------

    def issue_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Numbers, rows by state, answer and provider; one address by POST."""
        issue = self.issue_or_404(request, pk)
        find = FindForm(request.POST or None)
        filters = FilterForm(request.GET)
        rows = Delivery.objects.of_issue(issue).with_facts().chosen(**filters.chosen())
        if find.is_valid():
            rows = Delivery.objects.of_issue(issue).with_facts().of_address(find.cleaned_data["email"])
        counts = Delivery.objects.of_issue(issue).per_state()
        context = {
            "title": now_say("Zustellungen: %(issue)s") % {"issue": issue},
            "issue": issue,
            "stop": STOPS.get(issue.stop_reason, ""),
            "brake": Brake.objects.holding().first(),
            "counts": [(state, counts[state.value]) for state in DeliveryState if state.value in counts],
            "total": sum(counts.values()),
            "codes": Delivery.objects.of_issue(issue).codes(),
            "domains": Delivery.objects.of_issue(issue).domains(),
            "chosen": filters.chosen(),
            "query": "".join(f"{urlencode({name: value})}&" for name, value in filters.chosen().items()),
            "find": find,
            "found": find.is_valid(),
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("seite")),
            "may_act": may_act(request),
            "verb_buttons": self.buttons(request, issue),
        }
        status = 422 if find.is_bound and not find.is_valid() else 200
        return self.answer(request, "admin/newsletters/delivery_list.html", context, status=status)

    def buttons(self, request: HttpRequest, issue: Issue) -> list[dict[str, Any]]:
        """Of the buttons of the issue those that are about sending."""
        page: Any = self.admin_site._registry.get(Issue)
        shown = page.verbs_for(request, issue) if page is not None else []
        names = {"pause", "resume", "cancel", "send_now"}
        return [button for button in shown if button["verb"].name in names]

    def resend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.must_act(request)
        issue = self.issue_or_404(request, pk)
        rows = Delivery.objects.of_issue(issue).unclear().with_facts()[:SHOWN_UNCLEAR]
        choices = [(row.pk, row.named) for row in rows]
        form = ResendForm(request.POST or None, choices=choices)
        back = reverse("admin:newsletters_delivery_issue", args=[issue.pk])
        if form.is_valid():
            by = Actor.staff(request.user)
            count = Delivery.objects.resend(
                form.cleaned_data["rows"], by=by, reason=form.cleaned_data["reason"]
            )
            told = ngettext(
                "%(count)s Zustellung geht noch einmal hinaus.",
                "%(count)s Zustellungen gehen noch einmal hinaus.",
                count,
            )
            self.message_user(request, told % {"count": count}, messages.SUCCESS)
            return HttpResponseRedirect(back)
        context = {
            "title": now_say("Trotzdem erneut senden"),
            "issue": issue,
            "back": back,
            "form": form,
            "is_empty": not choices,
        }
        status = 422 if request.method == "POST" else 200
        return self.answer(request, "admin/newsletters/delivery_resend.html", context, status=status)


def may_act(request: HttpRequest) -> bool:
    return bool(request.user.has_role(*STAFF))  # type: ignore[union-attr]  # admin views have a login

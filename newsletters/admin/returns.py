"""Mails that came back: a file to read, what was not recognised, and whether the mailbox is read (N-140)."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor
from newsletters import returns
from newsletters.admin.deliveries import may_act
from newsletters.admin.reach import InReach
from newsletters.forms.deliveries import ReturnFileForm
from newsletters.models import ReturnBox, Stray


@admin.register(Stray)
class StrayAdmin(InReach):
    change_list_template = "admin/newsletters/return_list.html"
    list_display = ["at", "why", "shown_way"]
    list_display_links = None
    list_filter = ["why"]

    @admin.display(description=_("Weg"))
    def shown_way(self, row: Stray) -> str:
        return now_say("aus dem Postfach") if row.way == "imap" else now_say("als Datei")

    def get_queryset(self, request: HttpRequest) -> Any:
        return Stray.objects.lately()

    def get_urls(self) -> list[URLPattern]:
        upload = path("datei/", self.admin_site.admin_view(self.upload_view), name="newsletters_stray_upload")
        return [upload, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"may_act": may_act(request), "has_box": bool(settings.BOUNCE_IMAP_URL)}
        return super().changelist_view(request, more | {"box": ReturnBox.objects.known()})

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Read one file; it is not stored."""
        if not may_act(request):
            raise PermissionDenied
        form = ReturnFileForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            content = form.cleaned_data["file"].read()
            if returns.take(content, by=Actor.staff(request.user), way="file"):
                self.message_user(request, _("Der Rückläufer ist gezählt."), messages.SUCCESS)
            else:
                told = _("Darin steht kein Bericht, den das Portal kennt. Es hat sich nichts geändert.")
                self.message_user(request, told, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:newsletters_stray_changelist"))
        context = {
            "title": now_say("Rückläufer als Datei"),
            "form": form,
            "submit": now_say("Datei lesen"),
            "explanation": now_say(
                "Kam ein Newsletter als unzustellbar zurück, speichern Sie diese E-Mail als Datei und laden "
                "Sie sie hier hoch. Das Portal findet selbst, um welches Abo es geht."
            ),
        }
        status = 422 if request.method == "POST" else 200
        return self.answer(request, "admin/newsletters/form.html", context, status=status)

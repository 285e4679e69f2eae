"""Buttons of the back office: each calls one verb of the model, as a POST with its own small form (G-056)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from goslar_portal.forms import PortalForm
from goslar_portal.gone import answered, gone
from goslar_portal.journal.models import Actor
from goslar_portal.states import WrongStateError
from goslar_portal.timeline import AT_FIRST, Event, Part, Timeline

M = TypeVar("M", bound=models.Model)


class VerbForm(PortalForm):
    """The arguments of a verb; `row` is the thing it acts on. Without fields it is just a button."""

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)


@dataclass(frozen=True)
class Verb:
    """`name` is the method of the model; it is called with `by=` and the cleaned fields of the form.

    The states it starts from are the model's own: `Model.STARTS[name]`; one not named is always possible.
    """

    name: str
    label: str | Promise
    roles: Collection[str]
    form: type[VerbForm] = VerbForm
    explanation: str | Promise = ""
    is_danger: bool = False

    @property
    def needs_words(self) -> bool:
        return bool(self.form.base_fields)

    @property
    def asks_first(self) -> bool:
        """Words to be typed, or a step that is hard to undo: a page of its own comes before it (G-186)."""
        return self.needs_words or self.is_danger

    def is_possible(self, row: Any) -> bool:
        starts = getattr(row, "STARTS", {}).get(self.name)
        return starts is None or row.state in starts


class VerbAdmin(admin.ModelAdmin[M], Generic[M]):
    """A record page with the buttons that are allowed now, for this person."""

    verbs: ClassVar[list[Verb]] = []
    change_form_template = "admin/verbs/change_form.html"
    verb_template = "admin/verbs/verb.html"
    timeline_template = "admin/verbs/history.html"
    timeline_leaves_out: ClassVar[frozenset[str]] = frozenset()  # verbs that `timeline_more` tells better

    def get_urls(self) -> list[URLPattern]:
        address = path(
            "<int:pk>/<slug:name>/",
            self.admin_site.admin_view(self.verb_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_verb",
        )
        return [*super().get_urls()[:-1], address, super().get_urls()[-1]]

    def verbs_for(self, request: HttpRequest, row: M) -> list[dict[str, Any]]:
        """The buttons this person may press now, in the order of `verbs`."""
        return [
            {"verb": verb, "url": self.verb_url(row, verb)}
            for verb in self.verbs
            if self.may_press(request, row, verb) and verb.is_possible(row)
        ]

    def may_press(self, request: HttpRequest, row: M, verb: Verb) -> bool:
        """Whether this person may press this button on this row; an admin may ask more than the role."""
        return bool(request.user.has_role(*verb.roles))  # type: ignore[union-attr]  # admin views have a login

    def verb_url(self, row: M, verb: Verb) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_verb"
        return reverse(name, args=[row.pk, verb.name], current_app=self.admin_site.name)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        more: dict[str, Any] = {"verb_buttons": self.verbs_for(request, row) if row is not None else []}
        if row is not None and self.has_view_or_change_permission(request, row):
            more |= self.timeline(request, row)
        return super().change_view(request, object_id, form_url, (extra_context or {}) | more)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The timeline by itself; Django's own history knows nothing of verbs and fields."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        context = self.admin_site.each_context(request) | {
            "title": _("Verlauf: %(row)s") % {"row": row},
            "opts": self.opts,
            "original": row,
            "back_url": self.page_of(row),
        }
        return TemplateResponse(request, self.timeline_template, context | self.timeline(request, row))

    # The timeline -----------------------------------------------------------------------------------------

    def timeline(self, request: HttpRequest, row: M) -> dict[str, Any]:
        """What happened to the row, for the template `admin/_timeline.html`."""
        line = Timeline(
            row,
            request.user,
            parts=self.timeline_parts(row),
            more=self.timeline_more(request, row),
            left_out=self.timeline_leaves_out,
        )
        return {
            "timeline": line.events(),
            "timeline_at_first": f":{AT_FIRST}",
            "timeline_older": f"{AT_FIRST}:",
        }

    def timeline_parts(self, row: M) -> Sequence[Part]:
        """Rows of other tracked models whose changes belong to this record."""
        return ()

    def timeline_more(self, request: HttpRequest, row: M) -> Sequence[Event]:
        """What the area knows beside journal, fields and letters, such as calls."""
        return ()

    # Verbs ------------------------------------------------------------------------------------------------

    def verb_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """GET shows the form of the verb, POST calls it; a wrong state answers 409 with what was typed."""
        verb = next((verb for verb in self.verbs if verb.name == name), None)
        row = self.get_object(request, str(pk))
        if verb is None or not self.has_view_permission(request, row):
            raise Http404
        if row is None:
            is_theirs = request.user.has_role(*verb.roles)  # type: ignore[union-attr]  # admin views have a login
            return gone(self, request, answered(verb.form.base_fields, request) if is_theirs else [])
        if not self.may_press(request, row, verb):
            raise PermissionDenied
        typed = (request.POST, request.FILES) if request.method == "POST" else ()
        form = verb.form(*typed, row=row)
        if not verb.is_possible(row):
            return self.verb_page(request, row, verb, form, status=409)
        if form.is_valid():
            return self.act(request, row, verb, form)
        return self.verb_page(request, row, verb, form, status=422 if form.is_bound else 200)

    def act(self, request: HttpRequest, row: M, verb: Verb, form: VerbForm) -> HttpResponse:
        try:
            getattr(row, verb.name)(by=Actor.staff(request.user), **form.cleaned_data)
        except WrongStateError:
            row.refresh_from_db()
            return self.verb_page(request, row, verb, form, status=409)
        except ValidationError as error:
            form.add_error(None, error)
            return self.verb_page(request, row, verb, form, status=422)
        self.message_user(request, _("Erledigt: %(verb)s.") % {"verb": verb.label}, messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(row))

    def page_of(self, row: M) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[row.pk], current_app=self.admin_site.name)

    def verb_page(
        self, request: HttpRequest, row: M, verb: Verb, form: VerbForm, *, status: int
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "opts": self.opts,
            "original": row,
            "verb": verb,
            "form": form,
            "too_late": status == 409,
            "back_url": self.page_of(row),
        }
        return TemplateResponse(request, self.verb_template, context, status=status)

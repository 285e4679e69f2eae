"""The buttons of an offer, in the order of a day's work; each calls the verb of its name (G-056, H-091)."""

from django.utils.translation import gettext_lazy as _

from goslar_portal.verbs import Verb
from housing import staff_forms as forms
from housing.roles import LEAD, STAFF
from housing.viewing_forms import CancelViewingForm, PlanViewingForm, RecordViewingForm

OFFER_VERBS: list[Verb] = [
    Verb("take", _("Übernehmen"), STAFF),
    Verb("note_contact", _("Kontakt notieren"), STAFF, forms.ContactForm),
    Verb("write_unreachable", _("Schreiben: nicht erreicht"), STAFF),
    Verb("accept", _("Freigeben"), STAFF, forms.AcceptForm),
    Verb("ask", _("Rückfrage stellen"), STAFF, forms.AskForm),
    Verb("answer", _("Antwort eintragen"), STAFF, forms.AnswerForm),
    Verb("record_viewing", _("Ergebnis der Besichtigung"), STAFF, RecordViewingForm),
    Verb("plan_viewing", _("Besichtigung planen"), STAFF, PlanViewingForm),
    Verb("move_viewing", _("Termin verlegen"), STAFF, PlanViewingForm),
    Verb("cancel_viewing", _("Termin absagen"), STAFF, CancelViewingForm),
    Verb("lift_hold", _("Betrugsverdacht ausräumen"), {LEAD}, forms.LiftHoldForm),
    Verb("check_changes", _("Änderung gesehen"), STAFF),
    Verb("adopt_change", _("Änderung übernehmen"), STAFF),
    Verb("refuse_change", _("Änderung nicht übernehmen"), STAFF, forms.SentenceForm),
    Verb("answer_erasure", _("Löschwunsch beantworten"), {LEAD}, forms.SentenceForm),
    Verb("confirm_free", _("Ist noch frei"), STAFF),
    Verb("reserve", _("Reservieren"), STAFF),
    Verb("let", _("Ist vermietet"), STAFF, forms.LetForm),
    Verb("release", _("Reservierung aufheben"), STAFF, forms.ReleaseForm),
    Verb("resume", _("Fortsetzen"), STAFF),
    Verb("reopen", _("Wieder öffnen"), STAFF, forms.ReopenForm),
    Verb("add_task", _("Aufgabe anlegen"), STAFF, forms.TaskForm),
    Verb("assign", _("Abgeben"), STAFF, forms.AssignForm),
    Verb("pause", _("Pausieren"), STAFF, forms.PauseForm),
    Verb(
        "withdraw",
        _("Zurückziehen"),
        STAFF,
        forms.WithdrawForm,
        _("Auf Wunsch der Vermieterin oder des Vermieters. Ein Schreiben bestätigt es."),
        is_danger=True,
    ),
    Verb(
        "reject",
        _("Ablehnen"),
        STAFF,
        forms.RejectForm,
        _("Das Schreiben nennt den Satz, der zum Grund gehört, nie Ihre Bemerkung."),
        is_danger=True,
    ),
]

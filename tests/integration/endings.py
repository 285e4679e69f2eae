"""What people sent us, at the end of its life (G-095)."""

from datetime import timedelta

from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from integration.models import (
    BarrierReport,
    Contact,
    HelpRequest,
    InterpreterRequest,
    ListEntry,
    ListText,
    PageVersion,
    TranslationTask,
)
from tests.integration import records, requests
from tests.retention.endings import ending, numbers

BY = Actor.clock("probe")


def entry(kind: str, code: str) -> ListEntry:
    found, is_new = ListEntry.objects.get_or_create(kind=kind, code=code)
    if is_new:
        ListText.objects.create(entry=found, label=code)
    return found


@ending(Contact)
def contact_of_somebody_who_left() -> Contact:
    contact = records.create_contact(f"ende-{next(numbers)}", valid_until=today() - timedelta(days=1))
    contact.person = "Frau Beispiel"
    contact.name_person()
    contact.save()
    return contact


@ending(BarrierReport)
def closed_report() -> BarrierReport:
    report = requests.create_report(email="a@example.org", phone="+49532112345", wants_answer=True)
    report.take(by=BY)
    report.answer(by=BY, answer_text="Behoben.")
    report.close(by=BY, outcome="not_possible", outcome_reason="Der Grund.")
    return report


@ending(BarrierReport)
def forgotten_report() -> BarrierReport:
    return requests.create_report(email="a@example.org")


@ending(InterpreterRequest)
def placed_request() -> InterpreterRequest:
    entry("language", "dari")
    request = requests.create_interpreter_request(remark="Bitte pünktlich.", organisation="Schule Beispiel")
    request.take(by=BY)
    request.place(by=BY, message="Es kommt jemand.")
    request.finish(by=BY)
    return request


@ending(InterpreterRequest)
def forgotten_interpreter_request() -> InterpreterRequest:
    entry("language", "dari")
    return requests.create_interpreter_request(day=today() + timedelta(days=5))


@ending(HelpRequest)
def closed_help_request() -> HelpRequest:
    request = requests.create_help_request(
        reach="visit", name="Erika Beispiel", address="Weg 1", email="e@example.org", text="Bitte."
    )
    request.take(by=BY)
    request.close(by=BY, outcome=entry("outcome", "uebergeben"))
    return request


@ending(HelpRequest)
def forgotten_help_request() -> HelpRequest:
    return requests.create_help_request(
        is_for_other=True, person_agrees=True, person_reach="Telefon 0532199", reach=""
    )


@ending(PageVersion)
def forgotten_draft() -> PageVersion:
    """A text that never appeared, and the one it replaced."""
    page = records.create_page("entwurf")
    page.save_draft(by=BY, **records.text("Eins"))
    return page.save_draft(by=BY, **records.text("Zwei"))


@ending(TranslationTask)
def finished_task() -> TranslationTask:
    page = records.create_page("auftrag")
    row = page.translations.create(language="ar")
    task = TranslationTask.objects.give(row, due_on=today(), by=BY, bureau="Büro Beispiel")
    task.finish(by=BY)
    return task

"""Letters are written with the change they report, and leave at most once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from goslar_portal.mail.delivery import deliver
from goslar_portal.mail.jobs import deliver_due_letters, mark_unclear_letters
from goslar_portal.mail.models import Letter, LetterState
from goslar_portal.mail.outbox import Attachment
from tests.ground.conftest import Sink

Write = Callable[..., Letter]
pytestmark = pytest.mark.django_db


def reread(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


@pytest.mark.req("G-071")
def test_letter_goes_with_its_change_and_is_written_once(write_letter: Write) -> None:
    with transaction.atomic():
        write_letter()
        transaction.set_rollback(True)
    assert Letter.objects.count() == 0
    assert write_letter().pk == write_letter().pk
    assert Letter.objects.count() == 1


@pytest.mark.req("G-071")
def test_letter_asks_the_worker_in_the_same_transaction(write_letter: Write) -> None:
    letter = write_letter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, (args ->> 'number')::bigint FROM procrastinate_jobs")
        assert cursor.fetchall() == [("deliver_letter", letter.pk)]


@pytest.mark.req("G-074", "G-075")
def test_reader_gets_text_first_and_the_same_words_as_html(write_letter: Write, sink: Sink) -> None:
    letter = write_letter()
    assert deliver(letter.pk) == LetterState.SENT
    (envelope,) = sink.taken
    assert envelope.rcpt_tos == ["vermieterin@example.org"]
    import email
    from email import policy

    message: Any = email.message_from_bytes(envelope.content, policy=policy.default)
    assert message["Subject"] == "Ihr Angebot GS-1"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "de"
    assert message["Message-ID"] == letter.message_id
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    html = message.get_body(("html",)).get_content()
    assert '<a href="http://127.0.0.1:8000/weiter/"' in html
    assert "<li>eins</li>" in html
    assert "src=" not in html


@pytest.mark.req("G-074")
def test_subject_with_a_line_break_is_refused_by_the_database(write_letter: Write) -> None:
    letter = write_letter()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(subject="a\nBcc: alle@example.org")


@pytest.mark.req("G-075")
def test_attachment_is_made_from_facts_frozen_when_the_letter_was_written(
    write_letter: Write, sink: Sink
) -> None:
    facts = {"name": "Jürgenohl"}
    letter = write_letter(attachments=[Attachment("Angebot.pdf", "probe/sheet.html", facts)])
    facts["name"] = "Vienenburg"
    assert deliver(letter.pk) == LetterState.SENT
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(bytes(letter.attachments.get().content or b""))) as pdf:
        assert len(pdf.pages) == 1
    assert letter.attachments.get().context == {"name": "Jürgenohl"}


@pytest.mark.req("G-072")
def test_refused_recipient_fails_at_once_and_a_busy_server_is_asked_again(
    write_letter: Write, sink: Sink
) -> None:
    sink.answer_to_recipient = "550 unknown"
    refused = write_letter("probe:1")
    assert deliver(refused.pk) == LetterState.FAILED
    assert reread(refused).problem == "SMTP 550"
    sink.answer_to_recipient = "451 later"
    waiting = write_letter("probe:2")
    assert deliver(waiting.pk) == LetterState.WAITING
    assert timedelta(0) < reread(waiting).due_at - timezone.now() <= timedelta(minutes=1)
    assert sink.taken == []


@pytest.mark.req("G-072")
def test_domain_with_umlauts_is_written_to_and_an_impossible_one_fails_at_once(
    write_letter: Write, sink: Sink
) -> None:
    letters = write_letter("probe:1"), write_letter("probe:2")
    for letter, domain in zip(letters, ("bücher.example", "ü" * 60), strict=True):
        Letter.objects.filter(pk=letter.pk).update(recipient=f"anna@{domain}")
    assert [deliver(letter.pk) for letter in letters] == [LetterState.SENT, LetterState.FAILED]
    assert [envelope.rcpt_tos for envelope in sink.taken] == [["anna@xn--bcher-kva.example"]]


@pytest.mark.req("G-072")
def test_five_more_attempts_after_1_5_30_minutes_2_and_12_hours_then_it_fails(
    write_letter: Write, sink: Sink
) -> None:
    sink.answer_to_text = "452 full"
    letter, pauses = write_letter(), []
    for _attempt in range(6):
        state = deliver(letter.pk)
        pauses.append(round((reread(letter).due_at - timezone.now()).total_seconds() / 60))
        if state == LetterState.WAITING:
            Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now())
    assert pauses[:5] == [1, 5, 30, 120, 720]
    assert reread(letter).state == LetterState.FAILED


@pytest.mark.req("G-072")
def test_nothing_is_lost_while_the_mail_server_is_away(write_letter: Write, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letter = write_letter()
    assert deliver(letter.pk) == LetterState.WAITING
    assert reread(letter).problem == "ConnectionRefusedError"


@pytest.mark.req("G-073")
def test_line_that_breaks_after_the_text_leaves_an_unclear_letter_that_is_never_sent_again(
    write_letter: Write, sink: Sink
) -> None:
    sink.breaks_after_text = True
    letter = write_letter()
    assert deliver(letter.pk) == LetterState.UNCLEAR
    sink.breaks_after_text = False
    assert deliver_due_letters() == 0
    assert len(sink.taken) == 1


@pytest.mark.req("G-073")
def test_letter_of_a_worker_that_died_becomes_unclear_after_its_lease(write_letter: Write) -> None:
    letter = write_letter()
    assert Letter.objects.claim(letter.pk)
    assert mark_unclear_letters() == 0
    Letter.objects.update(taken_at=timezone.now() - timedelta(minutes=11))
    assert mark_unclear_letters() == 1
    assert reread(letter).state == LetterState.UNCLEAR
    assert deliver(letter.pk) is None


@pytest.mark.req("G-072")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_letter_send_it_once(write_letter: Write, sink: Sink) -> None:
    letter = write_letter()
    start, results = threading.Barrier(2), []

    def work() -> None:
        start.wait()
        results.append(deliver(letter.pk))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(map(str, results)) == ["None", "sent"]
    assert len(sink.taken) == 1


@pytest.mark.req("G-072")
def test_database_refuses_a_jump_that_letters_do_not_make(write_letter: Write) -> None:
    letter = write_letter()
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT, sent_at=timezone.now())
    assert reread(letter).state == LetterState.WAITING


@pytest.mark.req("G-076")
def test_without_mail_server_each_letter_is_one_file_named_by_its_message_id(
    write_letter: Write, mailbox: Callable[[], list[Any]]
) -> None:
    letter = write_letter()
    (message,) = mailbox()
    assert message["To"] == "vermieterin@example.org"
    assert message["Message-ID"].startswith(f"<{letter.number}@")

"""States move by one writer, and the journal remembers."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, Entry, record
from goslar_portal.mail.models import Letter, LetterState
from goslar_portal.states import WrongStateError, move

Write = Callable[..., Letter]
CLOCK = Actor.clock("probe")
pytestmark = pytest.mark.django_db


@pytest.mark.req("G-081", "G-083")
def test_move_writes_state_fields_and_one_journal_row(
    write_letter: Write, django_assert_num_queries: Callable[..., Any]
) -> None:
    letter = write_letter()
    with django_assert_num_queries(5):  # savepoint, update, journal, reload, release
        move(
            letter, "stop", start=LetterState.WAITING, to=LetterState.STOPPED, by=CLOCK, problem="angehalten"
        )
    assert (letter.state, letter.problem) == ("stopped", "angehalten")
    (entry,) = Entry.objects.of(letter)
    assert (entry.verb, entry.from_state, entry.to_state) == ("stop", "waiting", "stopped")
    assert (entry.actor_kind, entry.actor_name, entry.account_id) == ("clock", "probe", None)


@pytest.mark.req("G-081")
def test_clerk_who_comes_too_late_learns_the_present_state_and_nothing_is_written(
    write_letter: Write,
) -> None:
    letter = write_letter()
    Letter.objects.stop()
    with pytest.raises(WrongStateError) as caught:
        move(letter, "stop", start=LetterState.WAITING, to=LetterState.STOPPED, by=CLOCK)
    assert caught.value.current == "stopped"
    assert Entry.objects.count() == 0


@pytest.mark.req("G-081")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_act_at_the_same_moment_one_wins(write_letter: Write) -> None:
    letter = write_letter()
    start, won = threading.Barrier(2), []

    def act() -> None:
        start.wait()
        try:
            move(Letter.objects.get(pk=letter.pk), "stop", start="waiting", to="stopped", by=CLOCK)
            won.append(True)
        except WrongStateError:
            won.append(False)
        connection.close()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, True]
    assert Entry.objects.count() == 1


@pytest.mark.req("G-082")
def test_every_entry_has_an_actor_and_staff_have_an_account(write_letter: Write) -> None:
    letter = write_letter()
    user = User.objects.create_user("b@example.org", None, display_name="B")
    entry = record(letter, "look", by=Actor.staff(user))
    assert (entry.actor_kind, entry.account_id) == ("staff", user.pk)
    assert "b@example.org" not in str(Entry.objects.values().get())
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.create(actor_kind="staff", actor_name="x", verb="v", kind="k", number=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.create(actor_kind="", actor_name="", verb="v", kind="k", number=1)


@pytest.mark.req("G-083")
def test_journal_is_append_only(write_letter: Write) -> None:
    record(write_letter(), "look", by=CLOCK)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(verb="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
    assert Entry.objects.get().verb == "look"

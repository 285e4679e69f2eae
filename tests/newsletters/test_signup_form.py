"""Subscribing: one address in, the same page out, whatever the portal knows (N-100 to N-103, N-130)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from goslar_portal.mail.models import Letter
from newsletters.models import Channel, ReachedLimit, SignUp, Subscription, Suppression, Wording
from tests.newsletters import factories
from tests.newsletters.counting import statements
from tests.newsletters.filling import FORM, SENT, filled, stamp, subscribe, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]
TOO_LONG = "Die Adresse ist zu lang. Bitte prüfen Sie, ob etwas doppelt darin steht."


def errors(response: Any) -> dict[str, list[str]]:
    return {name: [str(word) for word in said] for name, said in response.context["form"].errors.items()}


@pytest.mark.req("N-100", "N-101")
def test_form_asks_for_address_and_newsletters_and_shows_the_consent_above_the_button(
    reader: Client, channel: Channel
) -> None:
    page = reader.get(FORM)
    form = page.context["form"]
    asked = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    assert asked == ["email", "channels", "homepage"]  # the last one is seen by machines only
    assert form["channels"].value() == [str(channel.pk)]
    text = words(page)
    wordings = [row.text for row in Wording.objects.order_by("channel")]
    assert [text.index(wording) < text.rindex("Anmelden Zurück") for wording in wordings] == [True, True]
    assert "Alles zum Datenschutz" in text


@pytest.mark.req("N-100")
def test_language_is_asked_where_there_is_a_choice_and_kept(
    reader: Client, channel: Channel, every_language: None
) -> None:
    channel.languages = ["de", "en"]
    channel.save()
    form = reader.get(FORM).context["form"]
    assert [code for code, _name in form.fields["language"].choices] == ["de", "en"]
    assert subscribe(reader, language="tlh").status_code == 422
    assert subscribe(reader, language="en").status_code == 302
    assert list(SignUp.objects.values_list("language", flat=True)) == ["en"]


@pytest.mark.req("N-102", "N-103", "N-193")
def test_every_address_gets_the_same_page_for_the_same_number_of_statements(
    reader: Client, channel: Channel
) -> None:
    factories.create_subscription("kennt@example.org", channel)
    Suppression.objects.set("gesperrt@example.org", by=factories.OFFICE, reason="asked")
    seen = []
    for name in ("aufwaermen", "neu", "kennt", "gesperrt"):
        with statements() as asked:
            response = subscribe(reader, email=f"{name}@example.org")
        seen.append((response.status_code, response["Location"], len(asked)))
    assert len(set(seen[1:])) == 1
    assert seen[1][:2] == (302, SENT)
    assert "Fast geschafft. Schauen Sie bitte in Ihr Postfach." in words(reader.get(SENT))


@pytest.mark.req("N-173")
@pytest.mark.parametrize("rows", [0, 30])
def test_subscribing_costs_no_more_for_many_subscribers(
    reader: Client, channel: Channel, many: Any, rows: int
) -> None:
    many(channel, rows)
    subscribe(reader, email="aufwaermen@example.org")  # makes the key of the day
    typed = filled()
    with statements() as asked:
        reader.post(FORM, typed)
    assert len(asked) == 11


@pytest.mark.req("N-103", "N-192")
def test_new_known_and_suppressed_address_get_the_mail_that_fits(reader: Client, channel: Channel) -> None:
    factories.create_subscription("kennt@example.org", channel)
    Suppression.objects.set("gesperrt@example.org", by=factories.OFFICE, reason="asked")
    Letter.objects.all().delete()
    for name in ("neu", "kennt", "gesperrt"):
        subscribe(reader, email=f"{name}@example.org")
    factories.answer_all()
    assert factories.letters() == [
        ("signup_received", "neu@example.org"),
        ("already_subscribed", "kennt@example.org"),
    ]
    assert list(SignUp.objects.filter(confirmed_at=None).values_list("email", flat=True)) == [
        "neu@example.org"
    ]


@pytest.mark.req("N-100")
def test_nobody_is_subscribed_before_confirming(reader: Client) -> None:
    subscribe(reader, "migration-und-teilhabe", "demokratie")
    factories.answer_all()
    assert Subscription.objects.count() == 0


@pytest.mark.req("N-102")
def test_worker_is_asked_with_the_number_alone(reader: Client) -> None:
    subscribe(reader)
    jobs = ProcrastinateJob.objects.filter(task_name="answer_signup")
    assert list(jobs.values_list("args", flat=True)) == [{"number": SignUp.objects.get().pk}]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bitte geben Sie Ihre E-Mail-Adresse ein."),
        ("leserin.example.org", "Bitte geben Sie eine E-Mail-Adresse wie name@example.org ein."),
        ("leserin@" + "a" * 250 + ".org", TOO_LONG),
        ("eins@example.org, zwei@example.org", "Bitte geben Sie nur eine E-Mail-Adresse ein."),
        ("eins@example.org\nBcc: zwei@example.org", "Bitte geben Sie nur eine E-Mail-Adresse ein."),
        ("jürgen@example.org", "Diese Adresse kann unser Mailserver nicht erreichen."),
    ],
)
def test_wrong_address_comes_back_with_a_sentence_and_nothing_is_kept(
    reader: Client, typed: str, sentence: str
) -> None:
    response = subscribe(reader, email=typed)
    assert response.status_code == 422
    assert errors(response) == {"email": [sentence]}
    assert SignUp.objects.count() == 0


def test_umlaut_in_the_domain_is_fine_and_stored_as_typed(reader: Client) -> None:
    subscribe(reader, email="Leserin@Münster.EXAMPLE")
    assert SignUp.objects.get().email == "Leserin@münster.example"


def test_no_newsletter_ticked_comes_back_with_a_message_at_the_group(reader: Client) -> None:
    response = subscribe(reader, channels=[])
    assert response.status_code == 422
    assert errors(response) == {"channels": ["Bitte wählen Sie mindestens einen Newsletter aus."]}


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "abo"])
def test_unknown_newsletter_is_not_found(reader: Client, slug: str) -> None:
    assert reader.get(f"/newsletter/{slug}/anmelden/").status_code == 404


@pytest.mark.req("N-003")
def test_closed_sign_up_says_so_and_takes_nothing(reader: Client, channel: Channel) -> None:
    typed = filled()
    channel.close_signup(by=factories.OFFICE)
    for response in (reader.get(FORM), reader.post(FORM, typed)):
        assert response.status_code == 200
        assert "Zurzeit keine Anmeldung möglich" in words(response)
    assert SignUp.objects.count() == 0


@pytest.mark.req("N-132")
@pytest.mark.parametrize("age", [0, 1, 24 * 3600 + 5])
def test_answer_too_quick_or_too_old_comes_back_filled_and_can_be_sent_once_more(
    reader: Client, age: float
) -> None:
    response = subscribe(reader, shown_at=stamp(age))
    assert response.status_code == 422
    assert errors(response) == {"__all__": ["Bitte noch einmal absenden."]}
    assert response.context["form"]["email"].value() == "leserin@example.org"
    assert SignUp.objects.count() == 0
    again = subscribe(reader, shown_at=stamp(5))
    assert again.status_code == 302


@pytest.mark.req("N-132")
def test_filled_trap_comes_back_with_the_trap_emptied(reader: Client) -> None:
    response = subscribe(reader, homepage="https://example.org/")
    assert errors(response) == {"__all__": ["Bitte noch einmal absenden."]}
    assert response.context["form"]["homepage"].value() == ""
    assert SignUp.objects.count() == 0


@pytest.mark.req("N-132")
def test_made_up_time_is_no_time(reader: Client) -> None:
    assert subscribe(reader, shown_at="form:1tLxAB:erfunden").status_code == 422
    assert subscribe(reader, shown_at="").status_code == 422
    assert SignUp.objects.count() == 0


@pytest.mark.req("N-101")
def test_changed_consent_is_read_before_it_is_agreed_to(reader: Client, channel: Channel) -> None:
    typed = filled()
    new = Wording(channel=channel, language="de", text="Ich willige anders ein.")
    new.add_version(by=factories.OFFICE)
    response = reader.post(FORM, typed)
    assert response.status_code == 422
    assert "Der Text der Einwilligung hat sich gerade geändert." in words(response)
    assert "Ich willige anders ein." in words(response)
    assert reader.post(FORM, filled()).status_code == 302
    assert SignUp.objects.get().items.get().wording == new


@pytest.mark.req("N-130", "N-202")
def test_thousand_sign_ups_for_one_mailbox_write_one_mail(reader: Client) -> None:
    spellings = ["Leserin@example.org", "leserin+a@example.org", "leserin+b@Example.org"]
    for number in range(1000):
        address = f"198.51.{number % 250}.7"
        reader.post(FORM, filled(email=spellings[number % 3]), REMOTE_ADDR=address)
    factories.answer_all()
    mails = [letter for letter in factories.letters() if letter[1] != "migration@goslar.example"]
    assert mails == [("signup_received", "Leserin@example.org")]


@pytest.mark.req("N-130", "N-133", "N-202")
def test_thousand_addresses_from_one_sender_give_twenty(
    one_window: None, reader: Client, channel: Channel
) -> None:
    answers = [subscribe(reader, email=f"leser{number}@example.org").status_code for number in range(1000)]
    assert answers == [302] * 20 + [429] * 980
    assert SignUp.objects.count() == 20
    assert list(ReachedLimit.objects.values_list("kind", "channel")) == [("sender", channel.pk)]
    assert factories.letters() == [("limit_reached", "migration@goslar.example")]


@pytest.mark.req("N-130")
def test_refused_sender_learns_when_to_come_back_and_fills_nobody_elses_share(reader: Client) -> None:
    for number in range(60):
        subscribe(reader, email=f"leser{number}@example.org")
    refused = subscribe(reader, email="noch-eine@example.org")
    assert refused.status_code == 429
    assert "Bitte versuchen Sie es in einer Stunde noch einmal." in words(refused)
    assert 0 < int(refused["Retry-After"]) <= 3600
    other = reader.post(FORM, filled(email="andere@example.net"), REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302


@pytest.mark.req("N-130")
def test_one_provider_and_all_together_have_limits_too(one_window: None, reader: Client) -> None:
    def send(number: int, domain: str) -> int:
        sender = f"198.{number // 250}.{number % 250}.7"
        typed = filled(email=f"leser{number}@{domain}")
        return reader.post(FORM, typed, REMOTE_ADDR=sender).status_code

    assert [send(number, "example.org") for number in range(62)] == [302] * 60 + [429] * 2
    assert [send(number, f"{number}.example") for number in range(100, 242)] == [302] * 140 + [429] * 2
    assert set(ReachedLimit.objects.values_list("kind", flat=True)) == {"domain", "total"}


@pytest.mark.req("N-130")
def test_third_mail_in_thirty_days_is_the_last(reader: Client) -> None:
    from newsletters.models import AddressMail

    for _turn in range(5):
        subscribe(reader)
        factories.answer_all()
        AddressMail.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    assert factories.letters() == [("signup_received", "leserin@example.org")] * 3


@pytest.mark.req("N-131")
def test_dots_are_ignored_where_the_provider_ignores_them(reader: Client) -> None:
    for typed in ("lese.rin@gmail.com", "leserin@gmail.com", "lese.rin@example.org", "leserin@example.org"):
        subscribe(reader, email=typed)
    factories.answer_all()
    assert [recipient for _kind, recipient in factories.letters()] == [
        "lese.rin@gmail.com", "lese.rin@example.org", "leserin@example.org",
    ]  # fmt: skip

"""Finding a person over all areas, by nobody but Datenschutz, never everybody at once (G-102)."""

import re

import pytest
from django.test import Client

from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, Entry, ViewEntry
from goslar_portal.privacy.finding import MOST, Terms, find
from goslar_portal.privacy.models import CaseItem, PrivacyCase
from goslar_portal.retention.inventory import holds_persons, owner_of, tables, tracked_by
from housing.models import Landlord
from newsletters.models import Channel, Subscription
from tests.conftest import create_user, logged_in
from tests.newsletters.factories import create_subscription
from tests.privacy.people import ADDRESS, Traces, create_case, leave_traces

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(guardian: User) -> Client:
    """Datenschutz, logged in."""
    return logged_in(guardian)


@pytest.fixture
def case(guardian: User) -> PrivacyCase:
    """Erika asks, and it is clear that it is she."""
    return create_case(guardian)


@pytest.fixture
def erika() -> Traces:
    return leave_traces()


@pytest.fixture
def otto() -> Traces:
    """Somebody else, with data of the same kinds."""
    return leave_traces("otto@example.org", "+493023125999", "Otto", "Maier")


def address(case: PrivacyCase, page: str = "suche") -> str:
    return f"{ADDRESS}{case.pk}/{page}/"


def found(case: PrivacyCase, **terms: str) -> set[str]:
    return {hit.key for hit in find(Terms(**terms), but=case).hits}


# What is found --------------------------------------------------------------------------------------------


@pytest.mark.req("G-102")
def test_person_is_found_by_address_in_every_area_and_nobody_else(
    case: PrivacyCase, erika: Traces, otto: Traces
) -> None:
    assert found(case, email="ERIKA@example.org") == erika.keys
    assert found(case, email="rika@example.org") == set()


@pytest.mark.req("G-102")
@pytest.mark.parametrize("typed", ["03023 125001", "+49 30 23125001", "0049 (30) 2312-5001"])
def test_person_is_found_by_telephone_however_it_is_written(
    typed: str, case: PrivacyCase, erika: Traces, otto: Traces, desk: Client
) -> None:
    page = desk.post(address(case), {"phone": typed})
    keys = {hit.key for hit, _value, _taken in page.context["hits"]}
    assert keys == {f"housing.landlord:{erika.landlord.pk}", f"housing.offer:{erika.offer.pk}"}


@pytest.mark.req("G-102")
@pytest.mark.parametrize("typed", ["Erika Müller", "mueller erika", "MULLER, Erika"])
def test_person_is_found_by_name_however_it_is_spelt(
    typed: str, case: PrivacyCase, erika: Traces, otto: Traces
) -> None:
    hits = find(Terms(name=typed), but=case).hits
    assert {hit.key for hit in hits} == {
        f"housing.landlord:{erika.landlord.pk}",
        f"housing.offer:{erika.offer.pk}",
        f"integration.helprequest:{erika.help.pk}",
    }
    assert all(hit.is_weak for hit in hits)


@pytest.mark.req("G-102")
def test_person_is_found_by_reference(case: PrivacyCase, erika: Traces, otto: Traces) -> None:
    reference = erika.help.reference
    assert found(case, reference=f"{reference[:2]} {reference[2:].lower()}") == {
        f"integration.helprequest:{erika.help.pk}"
    }
    assert found(case, reference=f"Beratung {erika.advice.pk}") == {
        f"democracy.advicerequest:{erika.advice.pk}"
    }


@pytest.mark.req("G-102")
def test_subscriber_is_found_whose_address_is_stored_as_a_fingerprint_only(
    case: PrivacyCase, starting_content: None
) -> None:
    subscription = create_subscription("erika@example.org", Channel.objects.get(slug="demokratie"))
    subscription.end_on_request(by=Actor.clock("probe"))
    assert Subscription.objects.get().email == ""
    kinds = {key.partition(":")[0] for key in found(case, email="erika@example.org")}
    assert "newsletters.proof" in kinds


@pytest.mark.req("G-102")
def test_hit_says_where_and_how_long_it_is_kept(case: PrivacyCase, erika: Traces, desk: Client) -> None:
    page = desk.post(address(case), {"email": "erika@example.org"})
    hits = {hit.key: hit for hit, _value, _taken in page.context["hits"]}
    hit = hits[f"integration.helprequest:{erika.help.pk}"]
    assert hit.ending is not None
    text = page.content.decode()
    assert f"{hit.ending.on:%d.%m.%Y}" in text
    assert "Vermieterin oder Vermieter" in text
    assert "Demokratie" in text


@pytest.mark.req("G-102")
def test_every_model_with_persons_can_be_searched_or_belongs_to_one_that_can() -> None:
    searched = {source.model for source in registry.persons}
    # What nobody could be found by: counters and keys under a hash, logins, tables of packages, words of
    # the office about its own texts.
    by_itself = {
        "accounts.Failures", "admin.LogEntry", "integration.TranslationTask", "limits.Counter",
        "limits.DayKey", "links.AccessLink", "newsletters.AddressMail", "newsletters.Delivery",
        "privacy.Answer", "procrastinate.ProcrastinateJob", "search.Miss", "sessions.Session",
        "uploads.Upload",
    }  # fmt: skip
    forgotten = []
    for model in tables():
        owner = model
        while owner not in searched and (above := owner_of(owner)) is not None:
            owner = above
        if holds_persons(model) and tracked_by(model) is None and owner not in searched:
            forgotten.append(model._meta.label)
    assert sorted(forgotten) == sorted(by_itself)


# Who may, and what is logged ------------------------------------------------------------------------------


@pytest.mark.req("G-102", "G-051")
@pytest.mark.parametrize(
    "role", ["leitung", "wohnraum", "redaktion", "demokratie", "beratung", "technik", ""]
)
def test_nobody_but_datenschutz_searches(role: str, case: PrivacyCase, erika: Traces) -> None:
    browser = logged_in(create_user(*([role] if role else []), email="probe@example.org"))
    response = browser.post(address(case), {"email": "erika@example.org"})
    assert response.status_code in {302, 403, 404}
    assert "Müller" not in response.content.decode()
    assert (ViewEntry.objects.count(), Entry.objects.filter(verb="search").count()) == (0, 0)


@pytest.mark.req("G-102", "G-085")
def test_search_and_every_hit_is_logged_without_what_was_typed(
    case: PrivacyCase, erika: Traces, desk: Client
) -> None:
    desk.post(address(case), {"email": "erika@example.org", "name": "Erika Müller"})
    entry = Entry.objects.get(verb="search")
    assert (entry.number, entry.reason) == (case.pk, "email+name")
    assert {f"{row.kind}:{row.number}" for row in ViewEntry.objects.all()} == erika.keys
    assert {row.place for row in ViewEntry.objects.all()} == {"admin:privacy_privacycase_suche"}


@pytest.mark.req("G-101", "G-102")
def test_nothing_is_searched_before_identity_is_checked(guardian: User, erika: Traces, desk: Client) -> None:
    unknown = create_case(guardian, is_identified=False)
    response = desk.post(address(unknown), {"email": "erika@example.org"})
    assert response.status_code == 409
    assert "Zuerst muss feststehen, wer fragt." in response.content.decode()
    assert ViewEntry.objects.count() == 0


@pytest.mark.req("G-102")
@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "%"},
        {"name": "a*"},
        {"name": ".."},
        {"name": "e"},
        {"name": "_____"},
        {"email": "@"},
        {"email": "%@%"},
        {"email": "@example.org"},
        {"phone": "0"},
        {"phone": "+49"},
        {"phone": "1234"},
        {"reference": "%"},
    ],
)
def test_no_search_lists_everybody(
    typed: dict[str, str], case: PrivacyCase, erika: Traces, otto: Traces, desk: Client
) -> None:
    response = desk.post(address(case), typed)
    assert response.status_code == 422
    assert "hits" not in response.context
    assert ViewEntry.objects.count() == 0


@pytest.mark.req("G-102")
def test_search_that_fits_too_many_says_so(case: PrivacyCase, desk: Client) -> None:
    Landlord.objects.bulk_create(
        Landlord(first_name="Hans", last_name="Schmidt", email=f"{number}@example.org")
        for number in range(MOST + 5)
    )
    page = desk.post(address(case), {"name": "Hans Schmidt"})
    assert len(page.context["hits"]) == MOST
    assert "mehr als 25 Treffer" in page.content.decode()


@pytest.mark.req("G-102")
@pytest.mark.parametrize("people", [1, 3])
def test_search_costs_the_same_for_more_hits(
    people: int, case: PrivacyCase, desk: Client, django_assert_num_queries: object
) -> None:
    for number in range(people):
        leave_traces(first=f"Erika{number}")
    desk.post(address(case), {"email": "nobody@example.org"})
    with django_assert_num_queries(QUERIES_OF_SEARCH):  # type: ignore[operator]  # a fixture of pytest-django
        page = desk.post(address(case), {"email": "erika@example.org"})
    assert len(page.context["hits"]) == 5 * people


QUERIES_OF_SEARCH = 73  # of them two thirds savepoints around each area's question


# What belongs to the case ---------------------------------------------------------------------------------


@pytest.mark.req("G-102")
def test_ticked_hits_belong_to_the_case_with_what_comes_along(
    case: PrivacyCase, erika: Traces, otto: Traces, desk: Client
) -> None:
    page = desk.post(address(case), {"email": "erika@example.org"})
    values = {hit.key: value for hit, value, _taken in page.context["hits"]}
    desk.post(address(case), {"take": "1", "hits": [values[f"housing.landlord:{erika.landlord.pk}"]]})
    assert {item.key for item in case.items.all()} == {
        f"housing.landlord:{erika.landlord.pk}", f"housing.offer:{erika.offer.pk}",
    }  # fmt: skip
    page = desk.get(f"{ADDRESS}{case.pk}/change/")
    assert [line.title for line in page.context["lines"]] == ["Vermieterin oder Vermieter", "Angebot"]
    assert "Müller" not in re.sub(r"(?s)Wer fragt.*", "", page.content.decode().partition("<section")[2])


@pytest.mark.req("G-102")
def test_forged_and_foreign_hits_are_refused(
    case: PrivacyCase, guardian: User, erika: Traces, otto: Traces, desk: Client
) -> None:
    other = create_case(guardian, email="otto@example.org", name="Otto Maier")
    page = desk.post(address(other), {"email": "otto@example.org"})
    foreign = page.context["hits"][0][1]
    for forged in (f"housing.landlord:{otto.landlord.pk}", foreign, "x", "accounts.user:1:abc"):
        response = desk.post(address(case), {"take": "1", "hits": [forged]})
        assert response.status_code == 422
    assert CaseItem.objects.count() == 0


@pytest.mark.req("G-102")
def test_record_of_somebody_else_leaves_the_case(case: PrivacyCase, guardian: User, desk: Client) -> None:
    other = create_case(guardian)
    for one in (case, other):
        one.take_items(by=Actor.staff(guardian), keys=["housing.landlord:1"])
    foreign = other.items.get()
    desk.post(address(case, "entfernen"), {"item": foreign.pk})
    desk.post(address(case, "entfernen"), {"item": "nonsense"})
    assert CaseItem.objects.count() == 2
    desk.post(address(case, "entfernen"), {"item": case.items.get().pk})
    assert list(CaseItem.objects.all()) == [foreign]


@pytest.mark.req("G-051")
def test_leitung_sees_a_case_only_while_it_waits_for_the_second_person(
    case: PrivacyCase, chief: User
) -> None:
    browser = logged_in(chief)
    assert browser.get(f"{ADDRESS}{case.pk}/change/").status_code == 404
    assert list(browser.get(ADDRESS).context["cl"].queryset) == []

"""Who looked at a record that needs protection is written before anything is shown (G-085)."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, path
from django.utils import timezone
from pytest_django.fixtures import Settings

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, ShownAs, ViewEntry
from goslar_portal.journal.viewing import EachViewLogged, findings, record_view
from goslar_portal.retention.inventory import retention_of
from goslar_portal.urls import urlpatterns as portal
from housing.models import Landlord, Offer
from tests.conftest import create_user, logged_in
from tests.housing import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles", "starting_content")]


class ProbeAdmin(EachViewLogged[Landlord]):
    """A protected record: landlords play the part of households."""

    list_display = ["__str__"]
    fields = ["last_name", "email"]

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/blatt/", self.admin_site.admin_view(self.sheet), name="housing_landlord_sheet")
        return [own, *super().get_urls()]

    def sheet(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page of its own that forgets about the log."""
        return HttpResponse(Landlord.objects.get(pk=pk).last_name)


site = admin.AdminSite(name="probe")
site.register(Landlord, ProbeAdmin)
urlpatterns = [path("probe/", site.urls), *portal]


@pytest.fixture(autouse=True)
def _probe(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def landlord() -> Landlord:
    landlord = factories.create_offer(contact_changes={"last_name": "Geheimnis"}).landlord
    assert landlord is not None
    return landlord


@pytest.fixture
def desk(clerk: User) -> Client:
    return logged_in(clerk)


@pytest.fixture
def broken_log() -> None:
    """The database refuses every line of the log."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_viewentry ADD CONSTRAINT probe CHECK (kind = '') NOT VALID")


def log() -> list[tuple[Any, ...]]:
    rows = ViewEntry.objects.order_by("pk")
    return list(rows.values_list("account_id", "kind", "number", "shown_as", "place"))


@pytest.mark.req("G-085")
@pytest.mark.parametrize("page", ["change", "history", "sheet"])
def test_looking_at_a_record_leaves_a_line(page: str, desk: Client, clerk: User, landlord: Landlord) -> None:
    where = {"change": "change/", "history": "history/", "sheet": "blatt/"}[page]
    response = desk.get(f"/probe/housing/landlord/{landlord.pk}/{where}")
    assert response.status_code == 200
    assert log() == [(clerk.pk, "housing.landlord", landlord.pk, "page", f"probe:housing_landlord_{page}")]
    (line,) = ViewEntry.objects.all()
    assert (line.request_number, "Geheimnis" in str(vars(line))) == (response["X-Request-Number"], False)


@pytest.mark.req("G-085")
@pytest.mark.parametrize("where", ["change/", "history/", "blatt/"])
def test_nothing_is_shown_when_the_line_cannot_be_written(
    where: str, desk: Client, landlord: Landlord, broken_log: None
) -> None:
    desk.raise_request_exception = False
    with transaction.atomic():
        response = desk.get(f"/probe/housing/landlord/{landlord.pk}/{where}")
        transaction.set_rollback(True)
    assert response.status_code == 500
    assert "Geheimnis" not in response.content.decode()
    assert log() == []


@pytest.mark.req("G-085")
def test_list_shows_the_pseudonym_and_leaves_no_line(desk: Client, landlord: Landlord) -> None:
    page = desk.get("/probe/housing/landlord/").content.decode()
    assert (str(landlord) in page, "Geheimnis" in page, log()) == (True, False, [])


@pytest.mark.req("G-085")
def test_who_may_not_see_the_record_leaves_no_line(editor: User, landlord: Landlord) -> None:
    response = logged_in(editor).get(f"/probe/housing/landlord/{landlord.pk}/change/")
    assert (response.status_code, log()) == (403, [])
    assert Client().get(f"/probe/housing/landlord/{landlord.pk}/blatt/").status_code == 302
    assert log() == []


@pytest.mark.req("G-085")
@pytest.mark.parametrize("shown_as", [ShownAs.PDF, ShownAs.EXPORT, ShownAs.PROPOSAL])
@pytest.mark.parametrize("rows", [1, 3])
def test_pdf_export_and_proposal_write_all_lines_in_one_statement(
    shown_as: ShownAs, rows: int, clerk: User, django_assert_num_queries: Any
) -> None:
    shown = [factories.create_offer() for _number in range(rows)]
    with django_assert_num_queries(1):
        record_view(shown, by=Actor.staff(clerk), place="housing:proposal", shown_as=shown_as)
    assert log() == [(clerk.pk, "housing.offer", row.pk, shown_as, "housing:proposal") for row in shown]
    assert list(ViewEntry.objects.order_by("pk").values_list("reference", flat=True)) == [
        row.reference for row in shown
    ]


@pytest.mark.req("G-085")
def test_line_without_person_or_place_is_refused(clerk: User, landlord: Landlord) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        record_view(landlord, by=Actor.staff(clerk), place="")
    with pytest.raises(DatabaseError), transaction.atomic():
        record_view(landlord, by=Actor.staff(User()), place="probe")


@pytest.mark.req("G-085")
def test_view_log_is_append_only_and_stays_24_months(clerk: User, landlord: Landlord) -> None:
    record_view(landlord, by=Actor.staff(clerk), place="probe")
    with pytest.raises(DatabaseError), transaction.atomic():
        ViewEntry.objects.update(place="anderswo")
    with pytest.raises(DatabaseError), transaction.atomic():
        ViewEntry.objects.all().delete()
    assert ViewEntry.objects.get().place == "probe"
    retention = retention_of(ViewEntry)
    assert retention is not None
    (rule,) = retention.rules
    assert (rule.clock, rule.period.number, rule.period.unit, rule.then.deletes) == ("at", 730, "days", True)


# What keeps somebody from forgetting it -------------------------------------------------------------------


def complaints(model: Any, page: type[admin.ModelAdmin[Any]]) -> list[str | None]:
    site = admin.AdminSite(name="other")
    site.register(model, page)
    return [found.id for found in findings(site)]


@pytest.mark.req("G-085")
def test_protected_record_without_the_log_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain(admin.ModelAdmin[Landlord]):
        list_display = ["__str__"]

    assert complaints(Landlord, Plain) == []
    monkeypatch.setattr(Landlord, "each_view_is_logged", True, raising=False)
    assert complaints(Landlord, Plain) == ["journal.E001"]
    assert complaints(Landlord, ProbeAdmin) == []


@pytest.mark.req("G-085")
def test_protected_record_beside_another_or_named_in_its_list_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Beside(admin.TabularInline[models.Model, models.Model]):
        model = Landlord
        fk_name = "offer"

    class WithBeside(admin.ModelAdmin[Offer]):
        inlines = [Beside]

    class Named(ProbeAdmin):
        list_display = ["__str__", "last_name"]

    monkeypatch.setattr(Landlord, "each_view_is_logged", True, raising=False)
    assert complaints(Offer, WithBeside) == ["journal.E002"]
    assert complaints(Landlord, Named) == ["journal.E003"]


@pytest.mark.req("G-085")
def test_back_office_of_the_portal_keeps_to_it() -> None:
    assert list(findings(admin.site)) == []


# Reading it -----------------------------------------------------------------------------------------------


@pytest.mark.req("G-085")
@pytest.mark.parametrize("rows", [1, 3])
def test_guardian_reads_who_looked_at_what_with_a_fixed_number_of_queries(
    rows: int, guardian: User, clerk: User, landlord: Landlord, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        person = create_user("wohnraum", email=f"person{number}@example.org", display_name=f"Person {number}")
        record_view(landlord, by=Actor.staff(person), place="admin:housing_landlord_change")
    browser = logged_in(guardian)
    browser.get("/admin/")
    with django_assert_num_queries(9):
        page = browser.get("/admin/journal/viewentry/").content.decode()
    assert [f"Person {number}" in page for number in range(rows)] == [True] * rows
    assert "Vermieterin oder Vermieter" in page
    line = ViewEntry.objects.first()
    assert line is not None
    assert "Person" in browser.get(f"/admin/journal/viewentry/{line.pk}/change/").content.decode()


@pytest.mark.req("G-083")
@pytest.mark.parametrize("role", ["leitung", "datenschutz", "technik", "wohnraum", "redaktion", "demokratie"])
def test_each_role_reads_the_journal_of_what_it_may_see(role: str, landlord: Landlord) -> None:
    browser = logged_in(create_user(role, email="probe@example.org"))
    page = browser.get("/admin/journal/entry/?art=housing.offer")
    found = {row.kind for row in page.context["cl"].result_list}
    sees = role in {"leitung", "datenschutz", "technik", "wohnraum"}
    assert found == ({"housing.offer"} if sees else set())


@pytest.mark.req("G-083")
def test_clerk_reads_the_journal_in_german_and_finds_by_reference(desk: Client, clerk: User) -> None:
    offer, _other = factories.create_offer(), factories.create_offer()
    desk.post(f"/admin/housing/offer/{offer.pk}/take/")
    page = desk.get("/admin/journal/entry/", {"q": str(offer)})
    rows = [(row.verb, "Sachbearbeitung" in str(row.known_people)) for row in page.context["cl"].result_list]
    assert rows == [("take", True), ("confirm", True)]
    text = page.content.decode()
    assert "Übernommen" in text
    assert "Eingegangen → In Prüfung" in text
    assert timezone.now() - page.context["cl"].result_list[0].at < timedelta(minutes=1)

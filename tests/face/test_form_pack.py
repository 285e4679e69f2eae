"""Forms are drawn the same way everywhere: order, ids, groups, words, errors."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client
from pytest_django.fixtures import Settings

from goslar_portal.forms import PortalForm
from goslar_portal.templatetags.portal_forms import error_links
from tests.face.gallery import FlatForm

WRONG = {
    "street": "Eine viel zu lange Straße ohne Ende",
    "living_area": "62,5",
    "rent": "abc",
    "rental_term": "fixed",
    "email": "quatsch",
}
VOID = {"input", "br"}
Attrs = dict[str, str | None]


class Tree(HTMLParser):
    """A flat list of elements with their attributes, text and the elements around them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[dict[str, Any]] = []
        self.open: list[dict[str, Any]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = {"tag": tag, "attrs": dict(attrs), "text": "", "around": list(self.open)}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()["tag"] == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element["text"] += data

    def by_id(self, name: str) -> dict[str, Any]:
        (found,) = [element for element in self.elements if element["attrs"].get("id") == name]
        return found

    def all(self, tag: str) -> Iterator[dict[str, Any]]:
        return (element for element in self.elements if element["tag"] == tag)

    def place(self, name: str) -> int:
        return self.elements.index(self.by_id(name))


def drawn(form: forms.BaseForm) -> Tree:
    page = Template("{% load crispy_forms_tags %}{% crispy form %}")
    return Tree(page.render(Context({"form": form})))


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.req("G-182")
def test_landlord_reads_label_hint_error_and_then_the_box() -> None:
    tree = drawn(FlatForm(WRONG))
    (label,) = [element for element in tree.all("label") if element["attrs"].get("for") == "id_street"]
    order = [
        tree.elements.index(label),
        tree.place("id_street_helptext"),
        tree.place("id_street_error"),
        tree.place("id_street"),
    ]
    assert order == sorted(order)
    box = tree.by_id("id_street")["attrs"]
    assert box["aria-describedby"] == "id_street_helptext id_street_error"
    assert box["aria-invalid"] == "true"
    assert "placeholder" not in box


@pytest.mark.req("G-182")
@pytest.mark.parametrize(
    ("name", "legend"),
    [("rental_term", "Mietdauer"), ("heating", "Heizung"), ("renovated", "Letzte Renovierung (freiwillig)")],
)
def test_landlord_hears_the_question_of_every_group(name: str, legend: str) -> None:
    tree = drawn(FlatForm(WRONG | {"rental_term": "", "renovated_0": "x"}))
    first = tree.by_id(f"id_{name}_0")
    (group,) = [element for element in first["around"] if element["attrs"].get("class") == "field"]
    (title,) = [e for e in tree.all("legend") if group in e["around"] and e["around"][-1] is group]
    assert (group["tag"], words(title["text"])) == ("fieldset", legend)
    described = str(group["attrs"]["aria-describedby"]).split()
    assert described[-1] == f"id_{name}_error"
    assert [group in tree.by_id(target)["around"] for target in described] == [True] * len(described)


@pytest.mark.req("G-183")
def test_landlord_sees_which_answers_are_free() -> None:
    form = FlatForm()
    tree = drawn(form)
    texts = [words(element["text"]) for element in tree.elements if element["tag"] in {"label", "legend"}]
    free = {text.removesuffix(" (freiwillig)") for text in texts if text.endswith(" (freiwillig)")}
    assert free == {
        field.label
        for name, field in form.fields.items()
        if not field.required and not field.widget.is_hidden and name not in form.conditional
    }
    assert "*" not in "".join(texts)
    assert "required" in tree.by_id("id_street")["attrs"]


@pytest.mark.req("G-184")
def test_landlord_finds_every_error_in_page_order_on_top() -> None:
    form = FlatForm(WRONG)
    tree = drawn(form)
    (summary,) = [e for e in tree.all("section") if e["attrs"].get("class") == "error-summary"]
    heading = tree.by_id(str(summary["attrs"]["aria-labelledby"]))
    links = [e for e in tree.all("a") if summary in e["around"]]
    targets = [str(link["attrs"]["href"]).removeprefix("#") for link in links]
    assert targets == [
        "id_street", "id_municipality", "id_rent", "id_fixed_until", "id_heating_0", "id_email", "id_privacy",
    ]  # fmt: skip
    assert [tree.place(target) for target in targets] == sorted(tree.place(target) for target in targets)
    assert (summary["attrs"]["tabindex"], "autofocus" in summary["attrs"], heading["tag"]) == (
        "-1",
        True,
        "h2",
    )
    assert words(heading["text"]) == "7 Angaben brauchen noch Ihre Hilfe"
    assert [words(link["text"]) for link in links] == [link.message for link in error_links(form)]


@pytest.mark.req("G-184")
def test_landlord_keeps_what_was_typed_and_is_told_by_status_and_title(gallery: str, client: Client) -> None:
    page = client.get("/face/form/de/", WRONG)
    text = page.content.decode()
    assert page.status_code == 422
    assert "<title>Fehler: Die Wohnung – " in text
    assert 'value="Eine viel zu lange Straße ohne Ende"' in text
    assert '<form method="post" novalidate' in text


@pytest.mark.req("G-184")
def test_landlord_is_told_what_to_do_never_only_what_is_wrong() -> None:
    form = FlatForm({"rental_term": "fixed"})
    must = [name for name, field in form.fields.items() if field.required and name != "rental_term"]
    assert sorted(form.errors) == sorted([*must, "fixed_until"])
    messages = [message for name in form.errors for message in form.errors[name]]
    assert [message for message in messages if not str(message).startswith(("Bitte", "Hier fehlt"))] == []


@pytest.mark.req("G-185")
def test_landlord_gets_the_right_keyboard_and_own_address_offered() -> None:
    tree = drawn(FlatForm())
    assert tree.by_id("id_street")["attrs"]["autocomplete"] == "address-line1"
    assert tree.by_id("id_living_area")["attrs"]["inputmode"] == "decimal"
    assert (tree.by_id("id_email")["attrs"]["type"], tree.by_id("id_street")["attrs"]["maxlength"]) == (
        "email",
        "20",
    )


@pytest.mark.req("G-181")
def test_developer_is_stopped_when_a_form_names_a_field_that_is_not_there(settings: Settings) -> None:
    class Wrong(PortalForm):
        def layout(self) -> list[Any]:
            return ["nowhere"]

    assert (settings.CRISPY_TEMPLATE_PACK, settings.CRISPY_FAIL_SILENTLY) == ("portal", False)
    with pytest.raises(Exception, match="nowhere"):
        drawn(Wrong())


@pytest.mark.req("G-181")
def test_landlord_sees_every_field_once_even_those_a_layout_forgets() -> None:
    tree = drawn(FlatForm())
    names = [e["attrs"]["name"] for e in tree.elements if e["tag"] in {"input", "select", "textarea"}]
    wanted = set(FlatForm.base_fields) - {"renovated"} | {"renovated_0", "renovated_1"}
    assert set(names) == wanted
    assert len(names) == len(wanted) + 2 + 2  # three radios and three boxes share their names


def test_landlord_with_several_flats_gets_one_summary_for_all() -> None:
    flats = forms.formset_factory(FlatForm, extra=2)
    data = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-street": "Weg",
        "form-1-street": "Weg",
    }
    tree = drawn_set(flats(data))
    assert sum(e["attrs"].get("class") == "error-summary" for e in tree.elements) == 1
    links = [str(e["attrs"]["href"]) for e in tree.all("a")]
    assert links[0] == "#id_form-0-municipality"
    assert links[-1] == "#id_form-1-privacy"


def drawn_set(formset: Any) -> Tree:
    page = Template("{% load crispy_forms_tags %}{{ formset|crispy }}")
    return Tree(page.render(Context({"formset": formset})))


def test_landlord_opens_the_date_by_choosing_a_fixed_term() -> None:
    tree = drawn(FlatForm())
    openers = [e["around"][-1] for e in tree.all("input") if "data-opens" in e["around"][-1]["attrs"]]
    radio = tree.by_id("id_rental_term_1")
    assert openers == [radio["around"][-1]]
    more = [e for e in tree.by_id("id_fixed_until")["around"] if e["attrs"].get("class") == "fold-more"]
    assert len(more) == 1

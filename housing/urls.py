"""Addresses of `/wohnraum/`: for reading, for offering a flat, for one's own offer."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from housing.forms.course import STEPS
from housing.forms.known import FORMS
from housing.views import offering as form
from housing.views import own_changes, own_offer, own_steps, photos, reading, sent

app_name = "housing"


class StepConverter(StringConverter):
    """The steps of the form that have no view of their own."""

    regex = "|".join(step.code for step in STEPS if step.view == "offer_step")


class FactsConverter(StringConverter):
    """The steps that ask about the dwelling, for changing it later."""

    regex = "|".join(FORMS)


register_converter(StepConverter, "step")
register_converter(FactsConverter, "facts")

pages = [
    path("", reading.landlord_start, name="landlord_start"),
    path("mietcheck/", reading.rent_check, name="rent_check"),
]
offering = [
    path("angebot/", form.offer_form, name="offer_form"),
    path("angebot/<step:step>/", form.offer_step, name="offer_step"),
    path("angebot/fotos/", photos.offer_photos, name="offer_photos"),
    path("angebot/fotos/<int:number>/<slug:size>/", photos.offer_photo, name="offer_photo"),
    path("angebot/absenden/", form.offer_send, name="offer_send"),
    path("angebot/spaeter/", form.offer_save, name="offer_save"),
    path("angebot/weiter/<str:token>/", form.offer_resume, name="offer_resume"),
    path("angebot/ausserhalb/", form.offer_outside, name="offer_outside"),
    path("angebot/gesendet/<str:token>/", sent.offer_sent, name="offer_sent"),
    path("angebot/gesendet/<str:token>/adresse/", sent.offer_readdress, name="offer_readdress"),
    path("angebot/gesendet/<str:token>/weitere/", sent.offer_sent_another, name="offer_sent_another"),
    path("angebot/bestaetigen/<str:token>/", sent.offer_confirm, name="offer_confirm"),
]
own = [
    path("mein-angebot/", own_offer.offer_link, name="offer_link"),
    path("mein-angebot/geloescht/", own_steps.offer_erased, name="offer_erased"),
    path("mein-angebot/<str:token>/", own_offer.offer_status, name="offer_status"),
    path("mein-angebot/<str:token>/antworten/", own_offer.offer_answer, name="offer_answer"),
    path("mein-angebot/<str:token>/aendern/<facts:step>/", own_changes.offer_change, name="offer_change"),
    path("mein-angebot/<str:token>/kontakt/", own_changes.offer_contact, name="offer_contact"),
    path("mein-angebot/<str:token>/einwilligungen/", own_changes.offer_consents, name="offer_consents"),
    path(
        "mein-angebot/<str:token>/neue-adresse/",
        own_changes.offer_prove_address,
        name="offer_prove_address",
    ),
    path("mein-angebot/<str:token>/noch-frei/", own_steps.offer_free, name="offer_free"),
    path("mein-angebot/<str:token>/pausieren/", own_steps.offer_pause, name="offer_pause"),
    path("mein-angebot/<str:token>/fortsetzen/", own_steps.offer_go_on, name="offer_go_on"),
    path("mein-angebot/<str:token>/vermietet/", own_steps.offer_let, name="offer_let"),
    path("mein-angebot/<str:token>/zurueckziehen/", own_steps.offer_withdraw, name="offer_withdraw"),
    path("mein-angebot/<str:token>/loeschen/", own_steps.offer_erase, name="offer_erase"),
    path("mein-angebot/<str:token>/loeschen/bestaetigen/", own_steps.offer_erase_now, name="offer_erase_now"),
    path("mein-angebot/<str:token>/fotos/", photos.own_photos, name="own_photos"),
    path("mein-angebot/<str:token>/fotos/<int:number>/<slug:size>/", photos.own_photo, name="own_photo"),
    path("mein-angebot/<str:token>/weitere/", own_offer.offer_another, name="offer_another"),
]

urlpatterns = [*pages, *offering, *own]

"""Addresses of `/wohnraum/`: for reading, for offering a flat, for one's own offer."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from housing import views
from housing.forms.course import LAST, STEPS

app_name = "housing"


class StepConverter(StringConverter):
    """The steps of the form, but the last one, which has a view of its own."""

    regex = "|".join(step.code for step in STEPS if step != LAST)


register_converter(StepConverter, "step")

reading = [
    path("", views.landlord_start, name="landlord_start"),
    path("mietcheck/", views.rent_check, name="rent_check"),
]
offering = [
    path("angebot/", views.offer_form, name="offer_form"),
    path("angebot/<step:step>/", views.offer_step, name="offer_step"),
    path("angebot/absenden/", views.offer_send, name="offer_send"),
    path("angebot/ausserhalb/", views.offer_outside, name="offer_outside"),
    path("angebot/gesendet/<str:token>/", views.offer_sent, name="offer_sent"),
    path("angebot/gesendet/<str:token>/adresse/", views.offer_readdress, name="offer_readdress"),
    path("angebot/bestaetigen/<str:token>/", views.offer_confirm, name="offer_confirm"),
]
own_offer = [
    path("mein-angebot/", views.offer_link, name="offer_link"),
    path("mein-angebot/<str:token>/", views.offer_status, name="offer_status"),
    path("mein-angebot/<str:token>/antworten/", views.offer_answer, name="offer_answer"),
    path("mein-angebot/<str:token>/zurueckziehen/", views.offer_withdraw, name="offer_withdraw"),
]

urlpatterns = [*reading, *offering, *own_offer]

"""Addresses of `/demokratie/`: the partnership, its leaflets, its events."""

from django.urls import path

from democracy import views

app_name = "democracy"

partnership = [
    path("", views.partnership, name="partnership"),
    path("beratung/", views.advice_form, name="advice_form"),
]

urlpatterns = [*partnership]

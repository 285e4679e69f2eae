"""Addresses of `/demokratie/`: the partnership, its leaflets, its events."""

from django.urls import path, re_path

from democracy import views

app_name = "democracy"
VERSION = r"^merkblaetter/(?P<slug>[a-z0-9-]+)/v(?P<number>[1-9][0-9]{0,3})"

partnership = [
    path("", views.partnership, name="partnership"),
    path("beratung/", views.advice_form, name="advice_form"),
    path("logos/<int:number>/", views.period_logo, name="period_logo"),
]
leaflets = [
    path("merkblaetter/", views.leaflet_list, name="leaflet_list"),
    path("merkblaetter/<slug:slug>/", views.leaflet_detail, name="leaflet_detail"),
    path("merkblaetter/<slug:slug>/aktuell.pdf", views.leaflet_current_pdf, name="leaflet_current_pdf"),
    re_path(VERSION + r"/$", views.leaflet_version, name="leaflet_version"),
    re_path(VERSION + r"\.pdf$", views.leaflet_version_pdf, name="leaflet_version_pdf"),
]

urlpatterns = [*partnership, *leaflets]

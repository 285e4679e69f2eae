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
EVENTS = "veranstaltungen/"
proposals = [
    path(f"{EVENTS}melden/", views.proposal_form, name="proposal_form"),
    path(f"{EVENTS}melden/link/", views.proposal_link, name="proposal_link"),
    path(f"{EVENTS}melden/<str:token>/", views.proposal_status, name="proposal_status"),
    path(f"{EVENTS}melden/<str:token>/bestaetigen/", views.proposal_confirm, name="proposal_confirm"),
    path(f"{EVENTS}melden/<str:token>/aendern/", views.proposal_change, name="proposal_change"),
    path(f"{EVENTS}melden/<str:token>/zurueckziehen/", views.proposal_withdraw, name="proposal_withdraw"),
]
events = [
    path(EVENTS, views.event_list, name="event_list"),
    path(f"{EVENTS}kalender.ics", views.calendar_feed, name="calendar_feed"),
    path(f"{EVENTS}feed.atom", views.event_feed, name="event_feed"),
    re_path(r"^veranstaltungen/(?P<year>\d{4})/(?P<number>\d{2})/$", views.event_month, name="event_month"),
    re_path(
        r"^veranstaltungen/(?P<year>\d{4})/(?P<number>\d)/$",
        views.event_month_respell,
        name="event_month_respell",
    ),
    path(f"{EVENTS}<slug:slug>.ics", views.event_file, name="event_file"),
    path(f"{EVENTS}<slug:slug>/bild/", views.event_image, name="event_image"),
    path(f"{EVENTS}<slug:slug>/", views.event_detail, name="event_detail"),
]

urlpatterns = [*partnership, *leaflets, *proposals, *events]

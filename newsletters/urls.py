"""Addresses of `/newsletter/`: one's own subscription first, so that no channel can hide it; then reading."""

from django.urls import path

from newsletters import views

app_name = "newsletters"

own = [
    path("abo/<str:token>/", views.subscription_settings, name="subscription_settings"),
    path("abo/<str:token>/bestaetigen/", views.signup_confirm, name="signup_confirm"),
    path("abo/<str:token>/nicht-ich/", views.signup_deny, name="signup_deny"),
    path("abo/<str:token>/erneuern/", views.subscription_renew, name="subscription_renew"),
    path("abo/<str:token>/abmelden/", views.subscription_end, name="subscription_end"),
]
reading = [
    path("", views.channel_list, name="channel_list"),
    path("<slug:channel>/", views.channel_detail, name="channel_detail"),
]
subscribing = [
    path("<slug:channel>/anmelden/", views.signup_form, name="signup_form"),
]
archive = [
    path("<slug:channel>/feed.atom", views.channel_feed, name="channel_feed"),
    path("<slug:channel>/<slug:slug>/", views.issue_detail, name="issue_detail"),
    path("<slug:channel>/<slug:slug>/ausgabe.pdf", views.issue_pdf, name="issue_pdf"),
    path("<slug:channel>/<slug:slug>/bilder/<str:name>", views.issue_image, name="issue_image"),
]

urlpatterns = [*own, *reading, *subscribing, *archive]

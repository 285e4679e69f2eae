from django.urls import path, re_path

from integration import views

app_name = "integration"

service = [
    path("kontakt/", views.contact_list, name="contact_list"),
    re_path(r"^(?P<slug>impressum|datenschutz|barrierefreiheit)/$", views.service_page, name="service_page"),
]
pages = [
    path("", views.start, name="start"),
    path("integration/", views.overview, name="overview"),
    re_path(r"^integration/(?P<slug>[a-z0-9-]+)/$", views.topic_detail, name="topic_detail"),
]
other_spellings = [  # /Integration/Wohnraum, /IMPRESSUM (I-211)
    re_path(
        r"^(?P<spelling>(?i:integration(?:/[a-z0-9-]+)?|kontakt|impressum|datenschutz|barrierefreiheit))/?$",
        views.page_respell,
        name="page_respell",
    ),
]
urlpatterns = [*service, *pages, *other_spellings]

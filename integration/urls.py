from django.urls import path, re_path

from integration import views

app_name = "integration"

service = [
    path("kontakt/", views.contact_list, name="contact_list"),
    path("datenschutz/anfragen/", views.request_privacy, name="request_privacy"),
    re_path(r"^(?P<slug>impressum|datenschutz|barrierefreiheit)/$", views.service_page, name="service_page"),
]
requests = [
    path("hilfe/anfrage/", views.help_request_start, name="help_request_start"),
    path("hilfe/anfrage/fuer-mich/", views.help_request_self, name="help_request_self"),
    path("hilfe/anfrage/fuer-andere/", views.help_request_other, name="help_request_other"),
    path("sprachmittler/anfrage/", views.interpreter_request, name="interpreter_request"),
    path("barriere-melden/", views.barrier_report, name="barrier_report"),
    path(
        "hilfe/anfrage/gesendet/<str:signed>/", views.request_sent, {"prefix": "HI"}, name="help_request_sent"
    ),
    path(
        "sprachmittler/anfrage/gesendet/<str:signed>/",
        views.request_sent,
        {"prefix": "SM"},
        name="interpreter_request_sent",
    ),
    path(
        "barriere-melden/gesendet/<str:signed>/",
        views.request_sent,
        {"prefix": "BM"},
        name="barrier_report_sent",
    ),
]
pages = [
    path("vorschau/<str:token>/", views.page_preview, name="page_preview"),
    path("integration/aktuelles/", views.notice_list, name="notice_list"),
    path("integration/aktuelles/<slug:slug>/", views.notice_detail, name="notice_detail"),
    path("integration/dateien/<slug:slug>/<slug:code>/", views.download_file, name="download_file"),
    path("integration/bilder/<slug:slug>/<int:width>/", views.picture_file, name="picture_file"),
    path("", views.start, name="start"),
    path("integration/", views.overview, name="overview"),
    re_path(r"^integration/(?P<slug>[a-z0-9-]+)/$", views.topic_detail, name="topic_detail"),
    re_path(r"^integration/(?P<slug>[a-z0-9-]+)/seite\.pdf$", views.topic_pdf, name="topic_pdf"),
]
other_spellings = [  # /Integration/Wohnraum, /IMPRESSUM (I-211)
    re_path(
        r"^(?P<spelling>(?i:integration(?:/[a-z0-9-]+)?|kontakt|impressum|datenschutz|barrierefreiheit"
        r"|hilfe/anfrage|sprachmittler/anfrage|barriere-melden))/?$",
        views.page_respell,
        name="page_respell",
    ),
]
urlpatterns = [*service, *requests, *pages, *other_spellings]

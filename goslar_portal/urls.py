"""The addresses of the portal. German stands at the root, every other language under its code."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from goslar_portal import views
from goslar_portal.machines import views as machines
from goslar_portal.search.views import search

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.health, name="health"),
    path("healthz/metrics", views.metrics, name="metrics"),
    path("healthz/live", views.health_live, name="health_live"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap_index"),
    path("sitemap/<slug:name>.xml", machines.sitemap, name="sitemap"),
    path(".well-known/security.txt", machines.security_txt, name="security_txt"),
    re_path(r"^de/(?P<rest>.*)$", views.german_at_root, name="german_at_root"),
    path("admin/", include("goslar_portal.accounts.urls")),
    path("admin/", admin.site.urls),
]

urlpatterns += i18n_patterns(
    path("suche/", search, name="search"),
    path("datenschutz/", include("goslar_portal.privacy.urls")),
    path("wohnraum/", include("housing.urls")),
    path("newsletter/", include("newsletters.urls")),
    path("demokratie/", include("democracy.urls")),
    path("", include("integration.urls")),
    prefix_default_language=False,
)

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

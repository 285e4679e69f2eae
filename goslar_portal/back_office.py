"""The back office: Django's admin with the portal's name."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class BackOffice(AdminSite):
    site_header = _("Integration im Landkreis Goslar: Verwaltung")
    site_title = _("Verwaltung")
    index_title = _("Übersicht")
    site_url = "/"
    enable_nav_sidebar = True

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinksConfig(AppConfig):
    name = "goslar_portal.links"
    verbose_name = _("Persönliche Links")

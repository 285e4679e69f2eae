from integration.admin.contacts import ContactAdmin
from integration.admin.downloads import DownloadAdmin
from integration.admin.pages import PageAdmin

__all__ = ["ContactAdmin", "DownloadAdmin", "PageAdmin"]

from integration.admin.cases import BarrierReportAdmin, HelpRequestAdmin, InterpreterRequestAdmin
from integration.admin.contacts import ContactAdmin
from integration.admin.downloads import DownloadAdmin
from integration.admin.links import LinkCheckAdmin
from integration.admin.lists import ListEntryAdmin
from integration.admin.notices import NoticeAdmin
from integration.admin.pages import PageAdmin
from integration.admin.pictures import PictureAdmin
from integration.admin.statement import ImprintAdmin, KnownBarrierAdmin, StatementAdmin
from integration.admin.translators import TranslatorLanguageAdmin

__all__ = [
    "BarrierReportAdmin",
    "ContactAdmin",
    "DownloadAdmin",
    "HelpRequestAdmin",
    "ImprintAdmin",
    "InterpreterRequestAdmin",
    "KnownBarrierAdmin",
    "LinkCheckAdmin",
    "ListEntryAdmin",
    "NoticeAdmin",
    "PageAdmin",
    "PictureAdmin",
    "StatementAdmin",
    "TranslatorLanguageAdmin",
]

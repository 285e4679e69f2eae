from integration.models.contact import COLUMN, WEEKDAYS, Contact, ContactText, OpeningHours, PageContact
from integration.models.download import Availability, Download, DownloadFile, PageDownload
from integration.models.page import OldSlug, Page, PageKind
from integration.models.shown import ShownPage
from integration.models.tree import Node, Tree
from integration.models.version import (
    KEY,
    SOURCE,
    SUMMARY_LENGTH,
    PageTranslation,
    PageVersion,
    SavedMeanwhileError,
    Section,
    SectionKind,
    VersionState,
)

__all__ = [
    "KEY",
    "SOURCE",
    "SUMMARY_LENGTH",
    "Contact",
    "ContactText",
    "Download",
    "DownloadFile",
    "Node",
    "OldSlug",
    "OpeningHours",
    "Page",
    "PageContact",
    "PageDownload",
    "PageKind",
    "PageTranslation",
    "PageVersion",
    "SavedMeanwhileError",
    "Section",
    "SectionKind",
    "ShownPage",
    "Tree",
    "VersionState",
]

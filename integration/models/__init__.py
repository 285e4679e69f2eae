from integration.models.contact import Contact, ContactText, OpeningHours, PageContact
from integration.models.download import Download, DownloadFile, PageDownload
from integration.models.page import OldSlug, Page, PageKind
from integration.models.shown import ShownPage
from integration.models.tree import Node, Tree
from integration.models.version import (
    PageTranslation,
    PageVersion,
    SavedMeanwhileError,
    Section,
    SectionKind,
    VersionState,
)

__all__ = [
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

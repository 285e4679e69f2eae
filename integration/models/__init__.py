from integration.models.contact import Contact, ContactText, OpeningHours, PageContact
from integration.models.download import Download, DownloadFile, PageDownload
from integration.models.page import OldSlug, Page, PageKind
from integration.models.section import KEY, Section, SectionKind
from integration.models.shown import ShownPage
from integration.models.tree import Node, Tree
from integration.models.version import (
    SOURCE,
    SUMMARY_LENGTH,
    PageTranslation,
    PageVersion,
    SavedMeanwhileError,
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

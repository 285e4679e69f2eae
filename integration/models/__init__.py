from goslar_portal.languages import SOURCE
from integration.models.contact import Contact, ContactText, OpeningHours, PageContact
from integration.models.download import Download, DownloadFile, DownloadText, PageDownload
from integration.models.lists import ListEntry, ListKind, ListText
from integration.models.page import OldSlug, Page, PageKind, neutral_address
from integration.models.section import KEY, Section, SectionKind, clean_sections, text_hash
from integration.models.shown import ShownPage
from integration.models.small_text import SmallText, words_hash
from integration.models.translation import PageTranslation, SavedMeanwhileError
from integration.models.tree import Node, Tree
from integration.models.version import SUMMARY_LENGTH, Origin, PageVersion, VersionState

__all__ = [
    "KEY",
    "SOURCE",
    "SUMMARY_LENGTH",
    "Contact",
    "ContactText",
    "Download",
    "DownloadFile",
    "DownloadText",
    "ListEntry",
    "ListKind",
    "ListText",
    "Node",
    "OldSlug",
    "OpeningHours",
    "Origin",
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
    "SmallText",
    "Tree",
    "VersionState",
    "clean_sections",
    "neutral_address",
    "text_hash",
    "words_hash",
]

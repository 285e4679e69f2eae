from goslar_portal.languages import SOURCE
from integration.models.barrier_report import BarrierReport, ReportOutcome
from integration.models.case import Case
from integration.models.choices import Municipality
from integration.models.contact import Contact, ContactText, OpeningHours, PageContact
from integration.models.download import Download, DownloadFile, DownloadText, PageDownload
from integration.models.help_request import HelpRequest
from integration.models.interpreter_request import InterpreterRequest
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
    "BarrierReport",
    "Case",
    "Contact",
    "ContactText",
    "Download",
    "DownloadFile",
    "DownloadText",
    "HelpRequest",
    "InterpreterRequest",
    "ListEntry",
    "ListKind",
    "ListText",
    "Municipality",
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
    "ReportOutcome",
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

from goslar_portal.languages import SOURCE
from integration.models.barrier_report import BarrierReport, ReportOutcome
from integration.models.case import Case
from integration.models.cell_state import CellState
from integration.models.choices import Assessment, Conformity, Municipality
from integration.models.contact import Contact, ContactText, PageContact
from integration.models.download import Availability, Download, DownloadFile, DownloadText, PageDownload
from integration.models.edition_line import Line
from integration.models.help_request import HelpRequest
from integration.models.hours import ClosedPeriod, OpeningHours
from integration.models.imprint import Imprint
from integration.models.interpreter_request import InterpreterRequest
from integration.models.link_check import LinkCheck, LinkResult
from integration.models.lists import ListEntry, ListKind, ListText
from integration.models.notice import Notice, NoticeLevel, NoticePage, NoticeText
from integration.models.page import OldSlug, Page, PageKind, neutral_address
from integration.models.picture import PagePicture, Picture, PictureSize, PictureText
from integration.models.section import KEY, Section, SectionKind, clean_sections, text_hash
from integration.models.shown import ShownPage
from integration.models.small_text import SmallText, words_hash
from integration.models.statement import AccessibilityStatement, KnownBarrier, KnownBarrierText
from integration.models.task import TaskState, TranslationTask, TranslatorLanguage
from integration.models.translation import PageTranslation, SavedMeanwhileError
from integration.models.tree import Node, Tree
from integration.models.version import LEICHT, MACHINE_TEXTS, SUMMARY_LENGTH, PageVersion
from integration.models.version_states import PREVIEW, Minor, Origin, Provenance, VersionState

__all__ = [
    "KEY",
    "LEICHT",
    "MACHINE_TEXTS",
    "PREVIEW",
    "SOURCE",
    "SUMMARY_LENGTH",
    "AccessibilityStatement",
    "Assessment",
    "Availability",
    "BarrierReport",
    "Case",
    "CellState",
    "ClosedPeriod",
    "Conformity",
    "Contact",
    "ContactText",
    "Download",
    "DownloadFile",
    "DownloadText",
    "HelpRequest",
    "Imprint",
    "InterpreterRequest",
    "KnownBarrier",
    "KnownBarrierText",
    "Line",
    "LinkCheck",
    "LinkResult",
    "ListEntry",
    "ListKind",
    "ListText",
    "Minor",
    "Municipality",
    "Node",
    "Notice",
    "NoticeLevel",
    "NoticePage",
    "NoticeText",
    "OldSlug",
    "OpeningHours",
    "Origin",
    "Page",
    "PageContact",
    "PageDownload",
    "PageKind",
    "PagePicture",
    "PageTranslation",
    "PageVersion",
    "Picture",
    "PictureSize",
    "PictureText",
    "Provenance",
    "ReportOutcome",
    "SavedMeanwhileError",
    "Section",
    "SectionKind",
    "ShownPage",
    "SmallText",
    "TaskState",
    "TranslationTask",
    "TranslatorLanguage",
    "Tree",
    "VersionState",
    "clean_sections",
    "neutral_address",
    "text_hash",
    "words_hash",
]

"""The public pages of the area."""

from integration.views.files import download_file, picture_file
from integration.views.notices import notice_detail, notice_list
from integration.views.pages import (
    contact_list,
    overview,
    page_respell,
    request_privacy,
    service_page,
    start,
    topic_detail,
)
from integration.views.papers import topic_pdf
from integration.views.preview import page_preview
from integration.views.requests import (
    barrier_report,
    help_request_other,
    help_request_self,
    help_request_start,
    interpreter_request,
    request_sent,
)

__all__ = [
    "barrier_report",
    "contact_list",
    "download_file",
    "help_request_other",
    "help_request_self",
    "help_request_start",
    "interpreter_request",
    "notice_detail",
    "notice_list",
    "overview",
    "page_preview",
    "page_respell",
    "picture_file",
    "request_privacy",
    "request_sent",
    "service_page",
    "start",
    "topic_detail",
    "topic_pdf",
]

"""Whose words stand in the catalogues: what readers see. The back office is German (G-172)."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

# An area whose pages are offered in German only has no line here (see `languages.translate`).
TEMPLATES = (
    "templates/*.html",
    "templates/errors/*.html",
    "templates/portal/**/*.html",
    "templates/mail/*.html",
    "templates/pdf/*.html",
    "templates/uploads/*.html",
    "templates/integration/*.html",
    "templates/integration/letters/*.txt",
    "templates/integration/pdf/*.html",
    "templates/search/*.html",
    "templates/newsletters/_issue_blocks.html",
    "templates/newsletters/mail/*.html",
    "templates/newsletters/pdf/issue.html",
    "templates/newsletters/letters/*.txt",
)
MODULES = (
    "goslar_portal/settings.py",
    "goslar_portal/access.py",
    "goslar_portal/doubts.py",
    "goslar_portal/forms.py",
    "goslar_portal/limits/answers.py",
    "goslar_portal/search/views.py",
    "goslar_portal/search/forms.py",
    "integration/models/contact.py",
    "integration/models/choices.py",
    "integration/models/hours.py",
    "integration/models/shown.py",
    "integration/forms/requests.py",
    "integration/forms/*_request.py",
    "integration/forms/*_report.py",
    "integration/views/*.py",
    "newsletters/message/*.py",
    "newsletters/models/choices.py",
    "integration/search.py",
    "*/apps.py",  # the words of the main menu
)


def files(patterns: tuple[str, ...]) -> Iterator[Path]:
    """The files of these patterns in a fixed order."""
    root = Path(settings.BASE_DIR)
    for pattern in patterns:
        yield from sorted(root.glob(pattern))

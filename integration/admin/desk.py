"""One text on the desk of an editor: its page and language, what is shown, what waits, who is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from goslar_portal.languages import SOURCE, Language, catalogue
from integration.addresses import text_url
from integration.models import Page, PageTranslation, PageVersion, TranslationTask
from integration.roles import PUBLISHERS, may_write


@dataclass
class Desk:
    """A page in one language, and what this person may do with it."""

    page: Page
    code: str
    user: Any

    @property
    def language(self) -> Language:
        return catalogue()[self.code]

    @property
    def is_source(self) -> bool:
        return self.code == SOURCE

    @property
    def translation(self) -> PageTranslation:
        """The row of this language; a new one is written only when something is done with it."""
        found = PageTranslation.objects.of([(self.page.pk, self.code)]).first()
        return found or PageTranslation(page=self.page, language=self.code)

    @cached_property
    def versions(self) -> list[PageVersion]:
        """The newest first."""
        return list(PageVersion.objects.of_page(self.page, self.code).newest_first().with_author()[:30])

    @property
    def newest(self) -> PageVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def shown(self) -> PageVersion | None:
        return next((row for row in self.versions if row.is_published), None)

    @property
    def waiting(self) -> PageVersion | None:
        """The draft, or the text that appears by itself."""
        return next((row for row in self.versions if row.is_open), None)

    @cached_property
    def german(self) -> list[PageVersion]:
        """The German texts one can translate: what readers see, and what is still to come."""
        rows = PageVersion.objects.of_page(self.page, SOURCE).newest_first()
        return [row for row in rows[:30] if row.is_live]

    @cached_property
    def german_shown(self) -> PageVersion | None:
        return next((row for row in self.german if row.is_published), None)

    @cached_property
    def task(self) -> TranslationTask | None:
        row = self.translation
        return row.tasks.open().first() if row.pk else None

    @cached_property
    def may_write(self) -> bool:
        return may_write(self.user, self.code)

    @property
    def may_publish(self) -> bool:
        return bool(self.user.has_role(*PUBLISHERS))

    def may(self, roles: Collection[str]) -> bool:
        return bool(self.user.has_role(*roles))

    @property
    def is_outdated(self) -> bool:
        """See also: PageTranslation.cell_state."""
        return bool(
            not self.is_source
            and self.shown
            and self.german_shown
            and self.shown.answers != self.german_shown.text_hash
        )

    def draft_kept(self) -> Any:
        """What a saved draft means; asked before it is saved, as it takes the place of a planned one."""
        if self.waiting and self.waiting.is_scheduled:
            return _("Entwurf gespeichert. Leser sehen ihn noch nicht. Der geplante Termin ist aufgehoben.")
        return _("Entwurf gespeichert. Leser sehen ihn noch nicht.")

    # Addresses --------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return text_url(self.page.pk, self.code)

    def step_url(self, name: str) -> str:
        return reverse("admin:integration_page_step", args=[self.page.pk, self.code, name])

"""What the clock does in this area; each job may run twice."""

from django.db.models import ProtectedError

from democracy.models import LeafletReminder, LeafletVersion, schedule
from goslar_portal.clock import every
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor


@every("15 5 * * *", name="remind_of_leaflet_ends")
def remind_of_leaflet_ends() -> int:
    """Each end is announced once per step to the mailbox of the leaflet (D-031)."""
    return LeafletReminder.objects.send_due(today())


@every("45 2 * * *", name="erase_old_leaflet_files")
def erase_old_leaflet_files() -> int:
    """Files past the day they are kept until, no longer valid, and pinned by nothing (D-030)."""
    by = Actor.clock("erase_old_leaflet_files")
    return sum(_erased(version, by) for version in LeafletVersion.objects.erasable(today()).with_file())


def _erased(version: LeafletVersion, by: Actor) -> bool:
    """False when something still points at the file and forbids it."""
    try:
        return version.erase_file(by=by)
    except ProtectedError:
        return False


@every("20 1 * * *", name="extend_series")
def extend_series() -> int:
    """Make the dates that have come within reach (D-074)."""
    return schedule.extend_all()

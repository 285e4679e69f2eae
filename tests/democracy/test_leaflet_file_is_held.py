"""The file of a leaflet belongs to somebody, whatever way back the relation has (G-146)."""

import pytest

from goslar_portal.uploads import Clean, Kind
from goslar_portal.uploads.models import Upload
from tests.democracy.factories import create_version
from tests.guards.files_of_people import pdf


@pytest.mark.req("G-146")
def test_nightly_job_takes_files_for_orphans_that_nobody_holds_and_no_others(db: None) -> None:
    version = create_version()
    assert version.upload is not None
    loose = Upload.objects.keep(Clean(pdf(), Kind.PDF, 0, 0, 1))
    assert list(Upload.objects.unreferenced()) == [loose]

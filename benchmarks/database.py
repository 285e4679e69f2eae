"""A database for measurements, beside that of `./portal run`, gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def scratch(*, content: bool = False) -> Iterator[None]:
    """Django on a new database with the present schema, with the starting content if asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goslar_portal.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_databases, teardown_databases

    settings.ALLOWED_HOSTS = ["*"]
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        if content:
            from goslar_portal import content as starting

            starting.load_missing()
        yield
    finally:
        teardown_databases(kept, verbosity=0)

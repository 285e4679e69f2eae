"""The starting content read once per run and laid into each test as rows: loading it anew takes seconds."""

import os
import pickle
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from goslar_portal import content

JOBS = "procrastinate_"  # emptied by nobody: rows of earlier tests may still be there
KEPT = ("django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions")


@dataclass
class Snapshot:
    """Rows by table as PostgreSQL copies them, the next number of each sequence, files by name."""

    rows: dict[str, bytes] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


@transaction.atomic  # in tests without a transaction each statement would wait for the disk
def lay(folder: Path) -> None:
    """Bring all starting content into the database; the first test of a run loads it, `folder` keeps it."""
    kept = folder / "starting-content"
    if not kept.exists() and _may_copy():
        _keep(kept)
    taken: Snapshot | None = pickle.loads(kept.read_bytes()) if kept.exists() else None  # noqa: S301  # written below
    if taken is None or any(_count(table) for table in taken.rows if not table.startswith(JOBS)):
        content.load_missing()
    else:
        _put(taken)


def _keep(kept: Path) -> None:
    """Loaded over a connection of its own, which sees nothing of what this test has made, and taken back."""
    mine, fresh = connections[DEFAULT_DB_ALIAS], connections.create_connection(DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = fresh
    try:
        with transaction.atomic():
            if any(_count(table) for table in _tables() if not table.startswith(JOBS)):
                return
            content.load_missing()
            whole = kept.with_suffix(f".{os.getpid()}")
            whole.write_bytes(pickle.dumps(_take()))
            whole.rename(kept)  # whole or not at all: other processes of the run look for it
            transaction.set_rollback(True)
    finally:
        fresh.close()
        connections[DEFAULT_DB_ALIAS] = mine


def _may_copy() -> bool:
    """Triggers rest only for a superuser of the database, who the tests usually are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone()[0])


def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name not in KEPT]


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT 1) AS one')  # noqa: S608
        return int(cursor.fetchone()[0])


def _take() -> Snapshot:
    taken = Snapshot(files=_files())
    with connection.cursor() as cursor:
        for table in filter(_count, _tables()):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                taken.rows[table] = b"".join(copy)
        cursor.execute("SELECT schemaname || '.' || sequencename, last_value FROM pg_sequences")
        taken.numbers = {name: last for name, last in cursor.fetchall() if last}
    return taken


def _files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _put(taken: Snapshot) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in filter(lambda name: name.startswith(JOBS), _tables()):
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  # our own name
        for table, rows in taken.rows.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)
        cursor.execute("SET session_replication_role = DEFAULT")
        for name, last in taken.numbers.items():
            cursor.execute(f"SELECT setval(%s, GREATEST(%s, last_value)) FROM {name}", [name, last])  # noqa: S608  # a name of the catalogue
    for name, inside in taken.files.items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(inside)

"""What PostgreSQL writes and what that means for people."""

import os
import shutil
from pathlib import Path

FULL = "Der Datenträger ist voll. Bitte Platz schaffen und neu starten."
NOTHING_LEFT = 1024 * 1024  # bytes; on a full disk the server cannot even write down why it stopped
MEANINGS = {
    "No space left on device": FULL,
    "Permission denied": "PostgreSQL darf den Datenordner nicht benutzen. Bitte Besitzer und Rechte prüfen.",
    "has wrong ownership": "Der Datenordner gehört einem anderen Konto. Bitte als dieses Konto starten.",
    "could not look up effective user": "PostgreSQL braucht ein Konto mit Namen; dieses hat keinen.",
    "invalid checksum": "Die Datenbank ist beschädigt. Bitte die letzte Sicherung einspielen.",
}
UNKNOWN = "PostgreSQL startet nicht; seine letzten Zeilen stehen darüber."


def clean_environment() -> dict[str, str]:
    """Without PG…: a forgotten PGHOST or PGOPTIONS must not lead to another server (G-028)."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def reason(said: str, place: Path) -> str:
    """One sentence for the last lines of a server that could not use this place."""
    if shutil.disk_usage(place).free < NOTHING_LEFT:
        return FULL
    return next((sentence for sign, sentence in MEANINGS.items() if sign in said), UNKNOWN)


def still_held(said: str) -> bool:
    """Processes of a killed server need a moment until they let go of its memory."""
    return "shared memory block" in said or "postmaster.pid" in said

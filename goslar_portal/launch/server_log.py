"""What PostgreSQL writes and what that means for people."""

import os

MEANINGS = {
    "No space left on device": "Der Datenträger ist voll. Bitte Platz schaffen und neu starten.",
    "Permission denied": "PostgreSQL darf den Datenordner nicht benutzen. Bitte Besitzer und Rechte prüfen.",
    "has wrong ownership": "Der Datenordner gehört einem anderen Konto. Bitte als dieses Konto starten.",
    "could not look up effective user": "PostgreSQL braucht ein Konto mit Namen; dieses hat keinen.",
    "invalid checksum": "Die Datenbank ist beschädigt. Bitte die letzte Sicherung einspielen.",
}


def clean_environment() -> dict[str, str]:
    """Without PG…: a forgotten PGHOST or PGOPTIONS must not lead to another server (G-028)."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def reason(
    said: str, otherwise: str = "PostgreSQL startet nicht; seine letzten Zeilen stehen darüber."
) -> str:
    """One sentence for the last lines of the server."""
    return next((sentence for sign, sentence in MEANINGS.items() if sign in said), otherwise)


def still_held(said: str) -> bool:
    """Processes of a killed server need a moment until they let go of its memory."""
    return "shared memory block" in said or "postmaster.pid" in said

"""How PostgreSQL reads each language: its own stemmer, with accents taken off first (I-121)."""

from goslar_portal.languages import catalogue

KINDS = "word, hword, hword_part"  # of tokens that may carry accents


def configuration(language: str) -> str:
    return f"portal_{catalogue()[language].pg_config}"


def configurations() -> list[str]:
    return sorted({row.pg_config for row in catalogue().values()})


def create_sql() -> list[str]:
    """One configuration per language of the catalogue, for a migration."""
    statements = []
    for name in configurations():
        chain = "unaccent, simple" if name == "simple" else f"unaccent, {name}_stem"
        statements += [
            f"CREATE TEXT SEARCH CONFIGURATION portal_{name} (COPY = {name})",
            f"ALTER TEXT SEARCH CONFIGURATION portal_{name} ALTER MAPPING FOR {KINDS} WITH {chain}",
        ]
    return statements

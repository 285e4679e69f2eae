"""The seam to households and proposals: they may build on offers, offers never on them (H-013)."""

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from housing.models import Offer

HOUSE = Path(__file__).parents[2] / "housing"
OURS = ("landlord", "offer", "offerphoto", "contactentry", "task", "viewing", "consenttext", "consent")
THEIRS = {
    "Household", "HouseholdContact", "Proposal", "CriterionResult", "CandidateList", "MatchWeights",
}  # fmt: skip
# Where they will live; whatever is not listed belongs to offers.
THEIR_ROOMS = {"households", "proposals", "matching", "candidates", "weights", "exposes"}


def imported(module: Path) -> set[str]:
    """Names and modules this file imports, the parts of dotted names apart."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {*(node.module or "").split("."), *(alias.name for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {part for alias in node.names for part in alias.name.split(".")}
    return found


def is_of_offers(module: Path) -> bool:
    parts = {part.removesuffix(".py") for part in module.relative_to(HOUSE).parts}
    is_gathering = module.name in {"__init__.py", "apps.py", "urls.py"} or "migrations" in parts
    return not is_gathering and not parts & THEIR_ROOMS


@pytest.mark.req("H-013")
def test_no_module_of_offers_imports_anything_of_households() -> None:
    modules = [module for module in HOUSE.rglob("*.py") if is_of_offers(module)]
    assert HOUSE / "models" / "offer.py" in modules
    wrong = {str(module): found for module in modules if (found := imported(module) & (THEIRS | THEIR_ROOMS))}
    assert wrong == {}


@pytest.mark.req("H-013")
def test_no_column_of_an_offer_points_at_a_household() -> None:
    pointed = {
        field.related_model.__name__
        for name in OURS
        for field in apps.get_model("housing", name)._meta.concrete_fields
        if field.is_relation
    }
    assert {"Landlord", "Offer", "Reason", "Upload", "User"} <= pointed
    assert pointed & THEIRS == set()


@pytest.mark.req("H-013")
@pytest.mark.parametrize(
    ("verb", "arguments"),
    [("reserve", []), ("release", ["reason", "comment"]), ("let", ["contract_on"])],
)
def test_proposals_can_call_the_verbs_they_need(verb: str, arguments: list[str]) -> None:
    step: Any = getattr(Offer, verb)
    assert list(inspect.signature(step).parameters) == ["self", "by", *arguments]

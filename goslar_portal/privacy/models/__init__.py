"""Requests of people about their own data, and what was found for them."""

from goslar_portal.privacy.models.answer import Answer
from goslar_portal.privacy.models.case import PrivacyCase
from goslar_portal.privacy.models.choices import (
    Article,
    CaseState,
    Channel,
    Extension,
    Ground,
    Identity,
    Refusal,
    Result,
)
from goslar_portal.privacy.models.correction import Correction
from goslar_portal.privacy.models.item import CaseItem, Outcome

__all__ = [
    "Answer",
    "Article",
    "CaseItem",
    "CaseState",
    "Channel",
    "Correction",
    "Extension",
    "Ground",
    "Identity",
    "Outcome",
    "PrivacyCase",
    "Refusal",
    "Result",
]

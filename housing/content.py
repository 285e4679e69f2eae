"""Starting content of housing: read once from `fixtures/`, then the office's own (H-001, H-002, H-210)."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from housing.models import (
    AreaBonus,
    ConsentText,
    District,
    FlagWord,
    Municipality,
    PostalCode,
    Reason,
    ReasonList,
    RentCapIncrement,
    RentCapRow,
    RentCapTable,
    RentZone,
    TableState,
)

PLACE_QUESTION = "Stimmen amtlicher Name, Ortsteile und Postleitzahlen?"


def read(name: str) -> dict[str, Any]:
    path = settings.BASE_DIR / "fixtures" / f"housing_{name}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def load_flag_words() -> None:
    rows = read("flag_words")["words"]
    FlagWord.objects.bulk_create(
        FlagWord(word=row["word"], group=group, is_stem=row["stem"])
        for group, words in rows.items()
        for row in words
    )


def load_places() -> None:
    rows = read("municipalities")["municipalities"]
    Municipality.objects.bulk_create(
        Municipality(
            ags=row["ags"],
            name=row["name"],
            type=row["type"],
            public_choice=row["public_choice"],
            former_names=[former["name"] for former in row["former"]],
            needs_confirmation=PLACE_QUESTION,
        )
        for row in rows
    )
    District.objects.bulk_create(
        District(
            municipality_id=row["ags"],
            name=part["name"],
            postal_codes=part["postal_codes"],
            parts=part.get("parts", []),
        )
        for row in rows
        for part in row["districts"]
    )
    codes = read("postal_codes")["postal_codes"]
    PostalCode.objects.bulk_create(PostalCode(code=row["code"], places=row["places"]) for row in codes)
    through = PostalCode.municipalities.through
    through.objects.bulk_create(
        through(postalcode_id=row["code"], municipality_id=ags) for row in codes for ags in row["ags"]
    )


def load_reasons() -> None:
    rows = read("offer_reasons")["lists"]
    ReasonList.objects.bulk_create(
        ReasonList(
            code=row["code"], label=row["label_de"], used_by=row["used_by"], is_required=row["required"]
        )
        for row in rows
    )
    Reason.objects.bulk_create(
        _reason(row["code"], position, item)
        for row in rows
        for position, item in enumerate(row["items"], start=1)
    )


def _reason(list_code: str, position: int, item: dict[str, Any]) -> Reason:
    known = {"code", "label_de", "needs_comment", "lead_only", "no_letter", "landlord_text_de"}
    return Reason(
        key=f"{list_code}.{item['code']}",
        list_id=list_code,
        code=item["code"],
        label=item["label_de"],
        position=position,
        needs_comment=item["needs_comment"],
        lead_only=item.get("lead_only", False),
        no_letter=item.get("no_letter", False),
        landlord_text=item.get("landlord_text_de", ""),
        details={name: value for name, value in item.items() if name not in known},
    )


def load_rent_caps() -> None:
    data = read("rent_caps_2026")
    table = RentCapTable.objects.create(
        title=data["title"],
        valid_from=date.fromisoformat(data["valid_from"]),
        state=TableState.TO_BE_CONFIRMED,
        source=data["source"]["document"],
        remarks="\n".join(read("open_questions")["rent_caps_2026"]),
        next_review=date.fromisoformat(data["next_review"]),
    )
    zones = {}
    for row in data["zones"]:
        zone = RentZone.objects.create(
            table=table, code=row["code"], label=row["label_de"], rent_level=row["rent_level"]
        )
        zone.places.set(row["ags"])
        zones[zone.code] = zone
    for row in data["rows"]:
        RentCapRow.objects.create(
            zone=zones[row["zone"]],
            persons=row["persons"],
            area=row["max_area_m2"],
            gross_cold_rent=Decimal(row["max_gross_cold_rent_eur"]),
        )
    for row in data["each_further_person"]:
        RentCapIncrement.objects.create(
            zone=zones[row["zone"]],
            area=row["area_m2"],
            gross_cold_rent=Decimal(row["gross_cold_rent_eur"]),
        )
    for row in data["area_bonuses"]:
        AreaBonus.objects.create(
            table=table,
            code=row["code"],
            label=row["label_de"],
            area=row["area_m2"],
            rent_effect=row["rent_effect"],
            source=row["source"],
        )


def load_consents() -> None:
    for row in read("consents")["texts"]:
        ConsentText.objects.create(
            kind=row["kind"],
            version=row["version"],
            language=row["language"],
            valid_from=date.fromisoformat(row["valid_from"]),
            label=row["label"],
            text="\n\n".join(row["text"]),
            needs_confirmation=row["needs_confirmation"],
        )

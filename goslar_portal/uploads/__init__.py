"""Files of people: checked, written anew, kept under random names (G-141 to G-146)."""

from goslar_portal.uploads.checking import Clean, check, sort_out
from goslar_portal.uploads.kinds import DOCUMENTS, PHOTOS, Accept, Kind

__all__ = ["DOCUMENTS", "PHOTOS", "Accept", "Clean", "Kind", "check", "sort_out"]

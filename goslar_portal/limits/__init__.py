"""How often forms, login and search may be used; reading is never limited (G-151 to G-153)."""

from goslar_portal.limits.answers import allows, wait_page
from goslar_portal.limits.counting import Verdict, hit
from goslar_portal.limits.declarations import declare, declared

__all__ = ["Verdict", "allows", "declare", "declared", "hit", "wait_page"]

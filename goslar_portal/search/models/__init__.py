from goslar_portal.search.models.entry import Entry, Word
from goslar_portal.search.models.miss import Miss
from goslar_portal.search.models.synonym import Synonym

__all__ = ["Entry", "Miss", "Synonym", "Word"]

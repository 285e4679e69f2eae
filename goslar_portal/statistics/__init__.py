"""Figures of the areas without persons: counted in SQL, small numbers hidden (G-115)."""
